-- $1 rule run.  What was observed.  Joined one side after the other (offset 0): how seven tables are best joined takes
-- longer to find out than to do.
select encode(o.discrepancy_id, 'hex'), o.status, o.event, (o.d).kind, (o.d).field, (o.d).side, o.currency,
	array_to_string((o.d).key, chr(31), ''), array_to_string((o.d).key_names, chr(31), ''), o.amount, o.value,
	o.truth_side, o.truth_value, o.mirror_value, o.company, o.channel, o.due_at, o.opened_on, o.first_on,
	o.case_opened_on, o.reason, o.group_no, o.truth_extract, o.truth_name, o.truth_record,
	coalesce(ms.extract, ml.extract), mp.name, o.mirror_record, pn.parted_on, pn.agreed_on
from (
	select o.*, coalesce(ts.extract, tl.extract) as truth_extract, tp.name as truth_name
	from (:rows) o
	left join ops.snapshot ts on ts.snapshot_id = o.truth_snapshot
	left join ops.landing tl on tl.landing_id = o.truth_landing
	left join ops.landing_part tp on tp.landing_id = o.truth_landing and tp.part_no = o.truth_part
	offset 0
) o
left join ops.snapshot ms on ms.snapshot_id = o.mirror_snapshot
left join ops.landing ml on ml.landing_id = o.mirror_landing
left join ops.landing_part mp on mp.landing_id = o.mirror_landing and mp.part_no = o.mirror_part
left join recon.parted pn on pn.rule_run_id = $1 and pn.discrepancy_id = o.discrepancy_id
order by array_position(array['open', 'warning', 'pending', 'not comparable'], o.status), o.currency = '',
	o.currency collate "C", abs(o.amount) desc nulls last, abs(o.value) desc nulls last, (o.d).key collate "C",
	(o.d).kind collate "C", (o.d).field collate "C", (o.d).side collate "C", o.discrepancy_id
