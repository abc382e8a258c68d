-- cli_trace_wholes: what the keys consist of by each rule that tells their parts apart, as it was last kept.  $1
-- hashes, $2 the key as it was asked for, $3 business date or null.
select n.rule_id, n.name, n.business_date, array_to_string(l.key, chr(31), ''),
	array_to_string(l.key_names, chr(31), ''), l.currency, l.line_no, l.title, l.count, l.sum,
	sum(case when l.line_no = -2 then -l.sum else l.sum end) over (partition by n.rule_id, l.key_hash, l.currency)
from (
	select distinct on (r.rule_id, k.key_hash) r.rule_id, k.key_hash, r.rule_run_id, r.business_date, u.name
	from recon.whole_line_shown k
	join recon.rule_run r using (rule_run_id)
	join recon.rule u on u.rule_id = r.rule_id and u.digest = r.digest
	where r.state = 'current' and ($3::date is null or r.business_date <= $3::date)
		and (k.key_hash = any ($1::uuid[]) or $2 = any (k.key) or $2 = array_to_string(k.key, ' ', '')
			or $2 = array_to_string(k.key, '/', ''))
	order by r.rule_id, k.key_hash, r.business_date desc
) n
join recon.whole_line_shown l using (rule_run_id, key_hash)
order by n.rule_id collate "C", l.key collate "C", l.currency collate "C", l.line_no = -2, l.line_no <= 0,
	abs(l.line_no), l.title collate "C"
