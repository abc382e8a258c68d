-- reconcile_match_standing: The matches of a rule that nights before this one left.
select m.*
from recon.match m
join recon.rule_run r using (rule_run_id)
where r.rule_id = :rule and r.state = 'current' and r.business_date < :date::date
	and not exists (
		select from recon.match_end e
		join recon.rule_run b on b.rule_run_id = e.ended_by
		where e.rule_run_id = m.rule_run_id and e.match_no = m.match_no and b.state = 'current'
			and b.business_date < :date::date)
