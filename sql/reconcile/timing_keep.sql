-- reconcile_timing_keep: $1 rule run, $2 1 if the parts were read later, else -1. What was held against what moved.
insert into recon.timing (rule_run_id, key_hash, key, currency, difference, movements, moved, explained)
select distinct on (f.key_hash, coalesce(f.currency, '')) $1::bigint, f.key_hash, f.key, coalesce(f.currency, ''),
	f.amount, m.count, m.sum, f.status = 'timing'
from finding f
cross join lateral (
	select count(*) as count, coalesce(sum(v.amount), 0) * $2::integer as sum
	from movement v
	where v.key_hash = f.key_hash and v.currency = coalesce(f.currency, '')
) m
where f.status in ('open', 'timing') and f.field = '' and f.kind in ('residual', 'missing', 'unexpected')
order by f.key_hash, coalesce(f.currency, ''), f.kind
