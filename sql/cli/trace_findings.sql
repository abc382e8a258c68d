-- cli_trace_findings: what the rules found of the keys, night by night.  $1 hashes, $2 the key as it was asked for,
-- $3 business date or null, $4 keys as reasons name them: of two that look alike the warning has the later one's key.
select r.business_date, r.rule_id, u.name, o.kind, d.field, d.side, array_to_string(d.key, chr(31), ''),
	array_to_string(d.key_names, chr(31), ''), d.currency, o.amount, o.value, o.status, o.event, o.opened_on,
	o.case_opened_on, o.truth_value, o.mirror_value, o.reason, o.due_at
from (
	select rule_run_id, discrepancy_id, kind, status, event, amount, value, truth_value, mirror_value, opened_on,
		case_opened_on, reason, due_at
	from recon.observation_shown
	union all
	select c.rule_run_id, c.discrepancy_id, d.kind, 'cleared', 'cleared', c.amount, null, null, null, c.opened_on,
		null, null, null
	from recon.cleared c
	join recon.discrepancy_shown d using (discrepancy_id)
) o
join recon.discrepancy_shown d using (discrepancy_id)
join recon.rule_run r using (rule_run_id)
join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
where r.state = 'current' and ($3::date is null or r.business_date <= $3::date)
	and (d.key_hash = any ($1::uuid[]) or $2 = any (d.key) or $2 = array_to_string(d.key, ' ', '')
		or $2 = array_to_string(d.key, '/', '') or (o.kind = 'look alike' and o.reason = any ($4::text[])))
order by r.business_date, r.rule_id collate "C", d.key collate "C", o.kind collate "C", d.field collate "C",
	d.side collate "C", d.currency collate "C", o.status, d.discrepancy_id
