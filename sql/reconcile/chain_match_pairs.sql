-- reconcile_chain_match_pairs: Lines that a match rule held together in one of its answers: what that answer made, and
-- what stood when it was made.
with held as (
	select m.rule_run_id, m.match_no, m.first_lines, m.second_lines, m.first_hash, m.second_hash
	from recon.rule_run n
	join recon.rule_run r on r.rule_id = n.rule_id
		and (r.rule_run_id = n.rule_run_id or (r.state = 'current' and r.business_date < n.business_date))
	join recon.match m on m.rule_run_id = r.rule_run_id
	where n.rule_run_id = :answer and not exists (
		select from recon.match_end e
		join recon.rule_run b on b.rule_run_id = e.ended_by
		where e.rule_run_id = m.rule_run_id and e.match_no = m.match_no
			and (b.rule_run_id = n.rule_run_id or (b.state = 'current' and b.business_date < n.business_date)))
)
select first_hash as first, second_hash as second
from held
where first_lines = 1 and second_lines = 1
union all
select f.key_hash, s.key_hash
from held h
join recon.match_line f on f.rule_run_id = h.rule_run_id and f.match_no = h.match_no and f.list = 0
join recon.match_line s on s.rule_run_id = h.rule_run_id and s.match_no = h.match_no and s.list = 1
where h.first_lines > 1 or h.second_lines > 1
