-- cli_cleared: what was open on the night before and is no more, as it stood then: the columns of cli_discrepancies.
-- $1 rule runs.
select c.rule_run_id, d.rule_id, u.name, r.business_date, d.kind, d.field, d.side, array_to_string(d.key, chr(31), ''),
	array_to_string(d.key_names, chr(31), ''), d.currency, c.amount, o.value, 'cleared', 'cleared', c.opened_on,
	o.first_on, o.case_opened_on, o.truth_value, o.mirror_value, o.reason, null, o.company, o.channel, o.happened_at,
	o.due_at, encode(d.discrepancy_id, 'hex')
from recon.cleared c
join recon.discrepancy_shown d using (discrepancy_id)
join recon.rule_run r using (rule_run_id)
join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
left join recon.observation_shown o on o.rule_run_id = r.previous and o.discrepancy_id = c.discrepancy_id
where c.rule_run_id = any ($1::bigint[])
order by d.rule_id, d.key collate "C", d.kind collate "C", d.field collate "C", d.side collate "C",
	d.currency collate "C", d.discrepancy_id
