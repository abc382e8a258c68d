-- reconcile_match_standing_fill: $1 rule, $2 business date: what stands from earlier nights.
insert into standing
select m.rule_run_id, m.match_no, m.stage, m.currency, l.list, l.key_hash, l.amount
from recon.match m
join recon.rule_run r using (rule_run_id)
join recon.match_line l using (rule_run_id, match_no)
where r.rule_id = $1 and r.state = 'current' and r.business_date < $2::date
	and not exists (
		select from recon.match_end e
		join recon.rule_run b on b.rule_run_id = e.ended_by
		where e.rule_run_id = m.rule_run_id and e.match_no = m.match_no and b.state = 'current'
			and b.business_date < $2::date)
