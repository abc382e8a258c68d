-- reconcile_match_different: Lines that are one and differ in their amounts; the key is that of the first of the first
-- list.
insert into finding
select 'different', :field, :side, l.key_hash, l.key, 'open', null, null, nullif(u.currency, ''), u.second - u.first,
	abs(u.second - u.first), u.first::text, u.second::text, l.company, l.channel, l.happened_at, null,
	round(u.second / nullif(u.first, 0), 4), null,
	l.account, l.seen_from, l.landing, l.part, l.record, l.place_offset, l.place_length,
	o.account, o.seen_from, o.landing, o.part, o.record, o.place_offset, o.place_length,
	null, null
from unequal u
join :"first" l on l.key_hash = u.first_hash
left join :"second" o on o.key_hash = u.second_hash
