-- reconcile_timing_keep_movements: $1 rule run. Of a kit what moved of its components.
insert into recon.timing_movement (rule_run_id, key_hash, currency, own_hash, own_key, moved_at, amount, snapshot_id,
	landing, part, record)
select $1::bigint, t.key_hash, v.currency, v.own_hash, v.own_key, v.moved_at, v.amount, s.snapshot_id, v.landing,
	v.part, v.record
from movement v
join (
	select key_hash as moved_hash, key_hash from movement
	union
	select component_hash, key_hash from (:kits) k
) k on k.moved_hash = v.key_hash
join recon.timing t on t.rule_run_id = $1::bigint and t.key_hash = k.key_hash and t.currency = v.currency
left join account a on a.account = v.account
left join ops.snapshot s on s.dataset = a.dataset and s.snapshot_no = v.seen_from
where v.doubt is null
