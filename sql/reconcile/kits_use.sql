-- reconcile_kits_use: What each kit needs of each component, under every key that any list has of a kit: a component
-- stands under the same key with its own name.  Why it cannot be told: the list of components first, then what it says,
-- then what is there of the component.  A kit of kits is not guessed at.
create temporary table :"use" on commit drop as
with recursive
kit as (
	select distinct kit from :"list"
),
inner_kit as (
	select distinct kit, component from :"list" where component in (select kit from kit)
),
reached as (
	select kit, component from inner_kit
	union
	select r.kit, i.component from reached r join inner_kit i on i.kit = r.component
),
circle as (
	select a.kit, string_agg(distinct a.component, ' and ' order by a.component) as members
	from reached a
	join reached b on b.kit = a.component and b.component = a.kit
	group by a.kit
),
asked as (
	select distinct on (k.key_hash) k.key_hash, k.key
	from (:known) k
	where k.key[:item] in (select kit from kit)
),
needed as (
	select a.key_hash, a.key, l.kit, l.component, l.quantity, l.state as listed, s.key_hash as component_hash, s.state,
		s.tracked, s.first, c.members,
		l.component in (select kit from kit) as is_kit
	from asked a
	join :"list" l on l.kit = a.key[:item]
	left join circle c on c.kit = l.kit
	left join :"stock" s
		on s.key = a.key[1:(:item - 1)] || l.component || a.key[(:item + 1):]
)
select n.key_hash, n.key, n.component, n.component_hash, nullif(n.quantity, 0) as quantity, d.state::"char" as state,
	d.doubt
from needed n
cross join lateral (
	select
		case
		when not (:whole) then 'x'
		when :doubt is not null or n.listed <> 'g' or n.is_kit or n.members is not null
			or coalesce(n.quantity, 0) <= 0 then 'r'
		when not coalesce(n.first, false) or n.state in ('f', 'n', 't') or not n.tracked then 'n'
		else n.state::text
		end as state,
		case
		when :doubt is not null then :doubt
		when n.listed = 't' then 'component ' || n.component || ' stands twice in its list of components'
		when n.listed <> 'g' then 'its list of components cannot be read'
		when n.kit = n.component then n.kit || ' is a component of itself'
		when n.members is not null then n.members || ' are components of each other'
		when n.is_kit then 'component ' || n.component || ' is a kit itself'
		when coalesce(n.quantity, 0) <= 0 then 'component ' || n.component || ' is needed '
			|| coalesce(trim_scale(n.quantity)::text, 'nobody knows how many') || ' times'
		when not coalesce(n.first, false) then 'component ' || n.component || ' is not known ' || :where
		else 'component ' || n.component || ' ' || case n.state
			when 'x' then 'was not read' when 'u' then 'is unconfirmed' when 'r' then 'is unreadable'
			when 't' then 'stands twice' when 'y' then 'is too young' when 'o' then 'is of before the rule begins'
			when 'f' then 'is filtered' when 'c' then 'is in several currencies' else 'is not tracked' end
			|| ' ' || :where
		end as doubt
) d
