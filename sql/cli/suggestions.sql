-- cli_suggestions: $1 rule run, $2 how many: what lines on their own may be.
select s.suggestion_no, array_to_string(recon.masked(s.first_key, a.key_names, p.names), ' ', ''),
	array_to_string(recon.masked(s.second_key, b.key_names, p.names), ' ', ''), s.rank, s.score, s.currency, s.first,
	s.second, s.days, count(*) over (partition by s.first_hash)
from recon.suggestion s
join recon.rule_run r using (rule_run_id)
join recon.match_list a on a.rule_run_id = s.rule_run_id and a.list = 0
join recon.match_list b on b.rule_run_id = s.rule_run_id and b.list = 1
left join recon.personal p on p.rule_id = r.rule_id
where s.rule_run_id = $1
order by s.suggestion_no
limit $2
