-- reconcile_keyed_by_state: One field on one side, m, where the state of the key's records says whose value counts: t,
-- of the side that it names; or whether there must be one: l, the leading row.  The WHERE of the joins lets only such
-- rows through of which something may be found.
insert into finding
select f.kind, f.field, f.side, m.key_hash, m.key, f.status, f.reason, f.cause, f.currency, f.amount, f.value,
	f.truth_value, f.mirror_value, coalesce(l.company, m.company), coalesce(l.channel, m.channel), f.happened_at,
	f.clock, f.ratio, f.alike,
	r.account, r.seen_from, r.landing, r.part, r.record, r.place_offset, r.place_length,
	m.account, m.seen_from, m.landing, m.part, m.record, m.place_offset, m.place_length,
	case when f.kind <> 'lacking' then t.side end
from :"mirror" m
:joins
cross join lateral (select :leading.*) l
left join lateral (:holders) t on true
cross join lateral (:findings) f (kind, field, side, status, reason, cause, currency, amount, value, truth_value,
	mirror_value, happened_at, clock, ratio, alike)
left join lateral (
	select t.account, t.seen_from, t.landing, t.part, t.record, t.place_offset, t.place_length where f.kind <> 'lacking'
	union all
	select l.account, l.seen_from, l.landing, l.part, l.record, l.place_offset, l.place_length
	where f.kind = 'lacking' and not :leading_is_mirror
) r on true
where m.state = 'g' and (:worth_a_look)
