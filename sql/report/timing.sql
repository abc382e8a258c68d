-- report_timing: $1 rule run. Differences that were held against what moved, each with its movements; those that are
-- explained first, of each the largest.
select encode(uuid_send(t.key_hash), 'hex') || t.currency, array_to_string(t.key, '/', ''), t.currency, t.difference,
	t.moved, t.explained, array_to_string(m.own_key, '/', ''), s.extract, m.moved_at, m.amount
from recon.timing_shown t
left join recon.timing_movement_shown m using (rule_run_id, key_hash, currency)
left join ops.snapshot s on s.snapshot_id = m.snapshot_id
where t.rule_run_id = $1
order by t.explained desc, t.currency collate "C", abs(t.difference) desc, t.key collate "C", t.key_hash, m.moved_at,
	m.own_key collate "C"
