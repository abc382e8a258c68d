-- cli_match_known: $1 rule run, $2 number of the match: its rule, and what it consists of.
select r.rule_id, array_agg(l.list order by l.list, l.key), exists (
	select from recon.match_end e join recon.rule_run b on b.rule_run_id = e.ended_by
	where e.rule_run_id = $1 and e.match_no = $2 and b.state = 'current'), r.state
from recon.match_line l
join recon.rule_run r using (rule_run_id)
where l.rule_run_id = $1 and l.match_no = $2
group by r.rule_id, r.state
