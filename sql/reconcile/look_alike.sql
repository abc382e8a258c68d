-- reconcile_look_alike: Two rows of one side that agree in the declared fields, mostly within a short time: perhaps one
-- fact, entered twice.
insert into finding
select 'look alike', :field, :side, s.key_hash, s.key, 'warning', 'like '
	|| array_to_string(s.earlier, ' '), null, s.currency, s.value, s.value,
	s.value::text, null, s.company, s.channel, s.happened_at, null, null, null,
	s.account, s.seen_from, s.landing, s.part, s.record, s.place_offset, s.place_length,
	null, null, null, null, null, null, null, :side
from (
	select v.*,
		lag(key) over w as earlier,
		happened_at - lag(happened_at) over w as apart
	from :"side_view" v
	where state = 'g' and :same_known
	window w as (partition by :same order by happened_at, key)
) s
where :close
