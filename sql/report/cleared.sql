-- $1 rule run, $2 how many, null for all.  What stood open on the night before and is no more, as it stood then.
-- Joined in steps (offset 0): how thirteen tables are best joined takes longer to find out than to do.
select encode(d.discrepancy_id, 'hex'), 'cleared', 'cleared', d.kind, d.field, d.side, d.currency,
	array_to_string(d.key, chr(31), ''), array_to_string(d.key_names, chr(31), ''), c.amount, o.value, o.truth_side,
	o.truth_value, o.mirror_value, o.company, o.channel, o.due_at, c.opened_on, o.first_on, o.case_opened_on,
	o.reason, o.group_no, o.truth_extract, o.truth_name, o.truth_record, o.mirror_extract, o.mirror_name,
	o.mirror_record, null::date, null::date
from recon.cleared c
join recon.discrepancy_shown d on d.discrepancy_id = c.discrepancy_id
left join (
	select o.*, coalesce(ms.extract, ml.extract) as mirror_extract, mp.name as mirror_name
	from (
		select o.*, coalesce(ts.extract, tl.extract) as truth_extract, tp.name as truth_name
		from recon.observation_shown o
		left join ops.snapshot ts on ts.snapshot_id = o.truth_snapshot
		left join ops.landing tl on tl.landing_id = o.truth_landing
		left join ops.landing_part tp on tp.landing_id = o.truth_landing and tp.part_no = o.truth_part
		where o.rule_run_id = (select previous from recon.rule_run where rule_run_id = $1)
			and o.discrepancy_id in (select discrepancy_id from recon.cleared where rule_run_id = $1)
		offset 0
	) o
	left join ops.snapshot ms on ms.snapshot_id = o.mirror_snapshot
	left join ops.landing ml on ml.landing_id = o.mirror_landing
	left join ops.landing_part mp on mp.landing_id = o.mirror_landing and mp.part_no = o.mirror_part
	offset 0
) o on o.discrepancy_id = c.discrepancy_id
where c.rule_run_id = $1
order by d.currency = '', d.currency collate "C", abs(c.amount) desc nulls last, abs(o.value) desc nulls last,
	d.key collate "C",
	d.kind collate "C", d.field collate "C", d.side collate "C", d.discrepancy_id
limit $2
