-- cli_discrepancies: of rule runs, in a total order.  $1 rule runs, $2 status or null.
select o.rule_run_id, d.rule_id, u.name, r.business_date, d.kind, d.field, d.side, array_to_string(d.key, chr(31), ''),
	array_to_string(d.key_names, chr(31), ''), d.currency, o.amount, o.value, o.status, o.event, o.opened_on,
	o.first_on, o.case_opened_on, o.truth_value, o.mirror_value, o.reason, g.title,
	o.company, o.channel, o.happened_at, o.due_at, encode(d.discrepancy_id, 'hex')
from (
	select *
	from recon.observation_shown
	where rule_run_id = any ($1::bigint[]) and ($2::text is null or status = $2)
	offset 0
) o
join recon.discrepancy_shown d using (discrepancy_id)
join recon.rule_run r using (rule_run_id)
join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
left join lateral (
	select title from recon.cause_group c
	where c.rule_run_id = o.rule_run_id and c.group_no = o.group_no
	order by c.currency
	limit 1
) g on true
order by d.rule_id, array_position(array['open', 'warning', 'pending', 'not comparable'], o.status),
	d.key collate "C", d.kind collate "C", d.field collate "C", d.side collate "C", d.currency collate "C",
	d.discrepancy_id
