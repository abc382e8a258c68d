-- cli_matches: $1 rule run, $2 how many, $3 whether what ended that night, else what stood: each match in one line, and
-- why it stands no more.
with chosen as (
	select m.rule_run_id, m.match_no, null as reason
	from recon.rule_run n
	join recon.rule_run r on r.rule_id = n.rule_id
	join recon.match m on m.rule_run_id = r.rule_run_id
	where n.rule_run_id = $1 and not $3::boolean
		and (r.rule_run_id = n.rule_run_id or (r.state = 'current' and r.business_date < n.business_date))
		and not exists (
			select from recon.match_end e
			join recon.rule_run b on b.rule_run_id = e.ended_by
			where e.rule_run_id = m.rule_run_id and e.match_no = m.match_no
				and (b.rule_run_id = n.rule_run_id or (b.state = 'current' and b.business_date < n.business_date)))
	union all
	select rule_run_id, match_no, reason
	from recon.match_end
	where ended_by = $1 and $3::boolean
)
select m.rule_run_id, m.match_no, m.stage, m.alternatives, m.currency, m.first, m.second, r.business_date,
	(select string_agg(array_to_string(l.key, ' ', ''), ', ' order by l.key) from recon.match_line_shown l
		where l.rule_run_id = m.rule_run_id and l.match_no = m.match_no and l.list = 0),
	(select string_agg(array_to_string(l.key, ' ', ''), ', ' order by l.key) from recon.match_line_shown l
		where l.rule_run_id = m.rule_run_id and l.match_no = m.match_no and l.list = 1), c.reason
from chosen c
join recon.match m using (rule_run_id, match_no)
join recon.rule_run r using (rule_run_id)
order by m.rule_run_id, m.match_no
limit $2
