-- reconcile_timing_keep: $1 rule run. What was held against what moved.
insert into recon.timing (rule_run_id, key_hash, key, currency, difference, movements, moved, explained)
select distinct on (f.key_hash, coalesce(f.currency, '')) $1::bigint, f.key_hash, f.key, coalesce(f.currency, ''),
	f.amount, coalesce(m.count, 0), coalesce(m.sum, 0), f.status = 'timing'
from finding f
left join moved m on m.key_hash = f.key_hash and m.currency = coalesce(f.currency, '')
where f.status in ('open', 'timing') and f.field = ''
	and f.kind in ('residual', 'counted twice', 'rounding', 'missing', 'unexpected')
order by f.key_hash, coalesce(f.currency, ''), f.kind
