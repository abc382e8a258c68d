-- reconcile_timing_fill: $1 the earlier moment, $2 the later. Of which no time can be read may be of any since the list
-- before it was made; what names nothing and can be read is of no key.  What stands twice may be of what either record
-- names.
insert into movement
select v.key_hash, coalesce(v.currency, ''), v.own_hash, :own_key, :at, v.value,
	case when v.state <> 'g' then v.state when v.value is null or :at is null then 'r' end, v.alone,
	v.account, v.seen_from, v.landing, v.part, v.record
from (:rows) v
left join account a on a.account = v.account
left join ops.snapshot s on s.dataset = a.dataset and s.snapshot_no = v.seen_from
where v.state not in ('f', 'x')
	and ((:at > $1::timestamptz and :at <= $2::timestamptz) or (:at is null and s.as_of > $1::timestamptz))
	and case when v.alone then v.state <> 'g'
		else v.key_hash in (select f.key_hash from finding f where f.status = 'open' and f.field = '')
			or v.key_hash in (select k.component_hash from (:kits) k join finding f on f.key_hash = k.key_hash
				where f.status = 'open' and f.field = '') end
union all
select coalesce(d.key_hash, d.own_hash), '', d.own_hash, '{}', d.at, null, 't', d.key_hash is null, d.account,
	d.seen_from, null, null, null
from (:again) d
left join account a on a.account = d.account
left join ops.snapshot s on s.dataset = a.dataset and s.snapshot_no = d.seen_from
where (d.at > $1::timestamptz and d.at <= $2::timestamptz) or (d.at is null and s.as_of > $1::timestamptz)
