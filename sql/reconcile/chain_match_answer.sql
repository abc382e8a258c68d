-- reconcile_chain_match_answer: $1 match rule, $2 business date, $3 run, $4 rule run of a chain. The rule's answer for
-- the date, the run's own before the one that counts, whether both were made from the same lists, and its cut; and of
-- each of its lists the newest reading, and whether it was there in full.
select m.rule_run_id, not exists (
	select from recon.input i
	join recon.input c on c.extract = i.extract and c.rule_run_id = $4
	where i.rule_run_id = m.rule_run_id and c.snapshot_id is distinct from i.snapshot_id), m.cut,
	l.first_read, l.first_whole, l.second_read, l.second_whole
from recon.rule_run m
cross join lateral (
	select max(s.as_of) filter (where n.list = 0) as first_read, max(s.as_of) filter (where n.list = 1) as second_read,
		bool_and(w.whole) filter (where n.list = 0) as first_whole,
		bool_and(w.whole) filter (where n.list = 1) as second_whole
	from recon.match_list n
	join recon.input i on i.rule_run_id = n.rule_run_id and i.side = n.name
	left join ops.snapshot s using (snapshot_id)
	left join ops.landing f using (landing_id)
	cross join lateral (select i.snapshot_id is not null and coalesce(cardinality(f.missing_parts), 0) = 0 as whole) w
	where n.rule_run_id = m.rule_run_id
) l
where m.rule_id = $1 and m.business_date = $2::date and (m.run_id = $3 or m.state = 'current')
order by m.run_id = $3 desc, m.rule_run_id desc
limit 1
