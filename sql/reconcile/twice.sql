-- reconcile_twice: Keys that one side holds twice with different content.
insert into finding
select 'twice', '', :side, s.key_hash, s.key, 'open', null, s.currency, s.value, s.value, null, s.value::text,
	s.company, s.channel, s.happened_at, null, null, null,
	s.account, s.seen_from, s.landing, s.part, s.record, s.place_offset, s.place_length,
	null, null, null, null, null, null, null
from :"side_view" s
where s.state = 't'
