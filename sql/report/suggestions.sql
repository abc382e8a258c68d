-- report_suggestions: $1 rule run: what the largest of the lines on their own may be. Keys of personal fields
-- stand masked.
select s.suggestion_no, array_to_string(recon.masked(s.first_key, a.key_names, p.names), ' ', ''),
	array_to_string(recon.masked(s.second_key, b.key_names, p.names), ' ', ''), s.currency, s.first, s.second, s.days,
	s.score,
	count(*) over ()
from recon.suggestion s
join recon.rule_run r using (rule_run_id)
join recon.match_list a on a.rule_run_id = s.rule_run_id and a.list = 0
join recon.match_list b on b.rule_run_id = s.rule_run_id and b.list = 1
left join recon.personal p on p.rule_id = r.rule_id
where s.rule_run_id = $1
order by abs(s.first) desc, s.suggestion_no
limit 40
