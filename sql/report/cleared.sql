-- $1 rule run, $2 how many, null for all.  What stood open on the night before and is no more, as it stood then.
select encode(d.discrepancy_id, 'hex'), 'cleared', 'cleared', d.kind, d.field, d.side, d.currency,
	array_to_string(d.key, chr(31), ''), array_to_string(d.key_names, chr(31), ''), c.amount, o.value, o.truth_side,
	o.truth_value, o.mirror_value, o.company, o.channel, o.due_at, c.opened_on, o.first_on, o.case_opened_on,
	o.reason, o.group_no, coalesce(ts.extract, tl.extract), tp.name, o.truth_record, coalesce(ms.extract, ml.extract),
	mp.name, o.mirror_record, null::date, null::date
from recon.cleared c
join recon.rule_run r on r.rule_run_id = c.rule_run_id
join recon.discrepancy_shown d on d.discrepancy_id = c.discrepancy_id
left join recon.observation_shown o on o.rule_run_id = r.previous and o.discrepancy_id = c.discrepancy_id
left join ops.snapshot ts on ts.snapshot_id = o.truth_snapshot
left join ops.landing tl on tl.landing_id = o.truth_landing
left join ops.landing_part tp on tp.landing_id = o.truth_landing and tp.part_no = o.truth_part
left join ops.snapshot ms on ms.snapshot_id = o.mirror_snapshot
left join ops.landing ml on ml.landing_id = o.mirror_landing
left join ops.landing_part mp on mp.landing_id = o.mirror_landing and mp.part_no = o.mirror_part
where c.rule_run_id = $1
order by d.currency = '', d.currency collate "C", abs(c.amount) desc nulls last, abs(o.value) desc nulls last,
	d.key collate "C",
	d.kind collate "C", d.field collate "C", d.side collate "C", d.discrepancy_id
limit $2
