-- cli_matches_ended: $1 rule run, $2 how many: what stood together until then, each match in one line, and why no more.
select m.rule_run_id, m.match_no, m.stage, m.alternatives, m.currency, m.first, m.second, r.business_date,
	(select string_agg(array_to_string(l.key, ' ', ''), ', ' order by l.key) from recon.match_line_shown l
		where l.rule_run_id = m.rule_run_id and l.match_no = m.match_no and l.list = 0),
	(select string_agg(array_to_string(l.key, ' ', ''), ', ' order by l.key) from recon.match_line_shown l
		where l.rule_run_id = m.rule_run_id and l.match_no = m.match_no and l.list = 1), e.reason
from recon.match_end e
join recon.match m using (rule_run_id, match_no)
join recon.rule_run r using (rule_run_id)
where e.ended_by = $1
order by m.rule_run_id, m.match_no
limit $2
