-- For one mirror: what it lacks, where it differs, what cannot be told.  The WHERE of the join lets only such rows into
-- the list of findings, so that a night without differences costs the join alone.
insert into finding
select f.kind, f.field, :side, t.key_hash, t.key, f.status, f.reason, f.currency, f.amount, f.value, f.truth_value,
	f.mirror_value, t.company, t.channel, f.happened_at, f.clock, f.ratio, f.alike,
	t.account, t.seen_from, t.landing, t.part, t.record, t.place_offset, t.place_length,
	m.account, m.seen_from, m.landing, m.part, m.record, m.place_offset, m.place_length
from :"truth" t
left join :"mirror" m on m.key_hash = t.key_hash
cross join lateral (:findings) f (kind, field, status, reason, currency, amount, value, truth_value, mirror_value,
	happened_at, clock, ratio, alike)
where m.key_hash is null or t.state <> 'g' or m.state <> 'g' :differences
