-- stage_settled_find: $1 the moment before which it was closed, $2 names of its fields, $3 those that may be shown.
-- Looked at before the delta is applied: the live table still holds what was said.
insert into pg_temp.stage_settled (change, key, happened_at, fields)
select r.change, r.key, r.happened_at, f.fields
from (
	select case when l.key_hash is null then 'added' else 'changed' end as change, array[:next_key]::text[] as key,
		least(:live_moment, :next_moment) as happened_at,
		case when l.key_hash is not null then to_jsonb(l) end as before, to_jsonb(n) as after
	from :"next" n
	left join :"live" l on l.key_hash = n.key_hash and l.source = :source and :same_key
	where n.state = 'g' and (l.key_hash is null or l.state = 'g')
	union all
	select 'removed', array[:live_key]::text[], :live_moment, to_jsonb(l), null
	from :lacking k
	join :"live" l on l.key_hash = k.key_hash
	where l.source = :source and l.state = 'g'
) r
cross join lateral (
	select jsonb_agg(
		case when n.name = any ($3::text[])
			then jsonb_build_object('field', n.name, 'before', r.before ->> n.name, 'after', r.after ->> n.name)
			else jsonb_build_object('field', n.name) end
		order by n.number) as fields
	from unnest($2::text[]) with ordinality as n (name, number)
	where r.before ->> n.name is distinct from r.after ->> n.name
) f
where r.happened_at < $1 and f.fields is not null
