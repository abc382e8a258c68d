-- reconcile_keyed_compare: For two sides: what the mirror lacks, where it differs, what cannot be told. The WHERE of
-- the join lets only such rows into the list of findings, so that a night without differences costs the join alone.
-- Of a field whose truth is the second side, the sides change places.
insert into finding
select f.kind, f.field, f.side, t.key_hash, t.key, f.status, f.reason, f.cause, f.currency, f.amount, f.value,
	f.truth_value, f.mirror_value, t.company, t.channel, f.happened_at, f.clock, f.ratio, f.alike,
	l.account, l.seen_from, l.landing, l.part, l.record, l.place_offset, l.place_length,
	r.account, r.seen_from, r.landing, r.part, r.record, r.place_offset, r.place_length,
	case when f.reversed then :mirror_side else :truth_side end
from :"truth" t
:join :"mirror" m on m.key_hash = t.key_hash
cross join lateral (:findings) f (kind, field, side, reversed, status, reason, cause, currency, amount, value,
	truth_value, mirror_value, happened_at, clock, ratio, alike)
cross join lateral (
	select t.account, t.seen_from, t.landing, t.part, t.record, t.place_offset, t.place_length where not f.reversed
	union all
	select m.account, m.seen_from, m.landing, m.part, m.record, m.place_offset, m.place_length where f.reversed
) l
cross join lateral (
	select m.account, m.seen_from, m.landing, m.part, m.record, m.place_offset, m.place_length where not f.reversed
	union all
	select t.account, t.seen_from, t.landing, t.part, t.record, t.place_offset, t.place_length where f.reversed
) r
where m.key_hash is null or t.state <> 'g' or m.state <> 'g' :differences
