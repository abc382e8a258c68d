-- stage_prepare_fields: $1 dataset, $2 names, $3 types.  Of each field, in their order, its number, the type it has had
-- so far and whether it is new; new ones follow the highest number, none is used twice.
with given as (
	select name, type, place from unnest($2::text[], $3::text[]) with ordinality g (name, type, place)
), made as (
	insert into stage.field (dataset, name, number, type)
	select $1, g.name, (select coalesce(max(number), 0) from stage.field where dataset = $1)
		+ row_number() over (order by g.place), g.type
	from given g
	where not exists (select from stage.field f where f.dataset = $1 and f.name = g.name)
	returning name, number, type
)
select coalesce(f.number, m.number), coalesce(f.type, m.type), f.number is null
from given g
left join stage.field f on f.dataset = $1 and f.name = g.name
left join made m on m.name = g.name
order by g.place
