-- reconcile_kits_fill: A row for each kit, which has the place of the component that limits it; why it cannot be told,
-- or what it is made of, the component that limits it first.
create temporary table :"table" on commit drop as
with
kit as (
	select distinct key_hash, key from :"use"
),
doubted as (
	select distinct on (d.key_hash) d.key_hash, d.state, d.doubt
	from (
		select key_hash, state, doubt, component from :"use" where state <> 'g'
		union all
		select o.key_hash, case when o.state = 'g' then 'n' else o.state::text end::"char",
			case when o.state = 'g' then 'what stands of itself is not tracked' end, ''
		from :"stock" o
		join kit k on k.key_hash = o.key_hash
		where :own and o.state <> 'f' and (o.state <> 'g' or not o.tracked)
	) d
	order by d.key_hash, array_position(array['x', 't', 'u', 'r', 'c', 'n', 'y', 'o'], d.state::text),
		d.component collate "C"
),
limiting as (
	select distinct on (u.key_hash) u.key_hash, c.account, c.company, c.channel, c.seen_from, c.landing, c.part,
		c.record, c.place_offset, c.place_length
	from :"use" u
	join :"stock" c on c.key_hash = u.component_hash
	order by u.key_hash, c.counted / u.quantity, u.component collate "C"
),
made as (
	select u.key_hash, 'limited by ' || string_agg(u.component || ', ' || trim_scale(c.counted) || ' for '
			|| trim_scale(u.quantity) || ' each', '; ' order by c.counted / u.quantity, u.component collate "C")
			|| coalesce('; ' || trim_scale(min(o.counted)) || ' of its own', '') as story
		:fields
	from :"use" u
	left join :"stock" c on c.key_hash = u.component_hash
	left join :"stock" o on :own and o.key_hash = u.key_hash and o.state = 'g'
	group by u.key_hash, u.key
)
select m.*, k.key, coalesce(d.state, 'g')::"char" as state, d.doubt, l.account, l.company, l.channel, l.seen_from,
	l.landing, l.part, l.record, l.place_offset, l.place_length
from kit k
join made m on m.key_hash = k.key_hash
left join doubted d on d.key_hash = k.key_hash
left join limiting l on l.key_hash = k.key_hash
