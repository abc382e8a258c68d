-- stage_prepare_field: the field's number and the type it has had so far; new ones follow the highest, none is used
-- twice.
with made as (
	insert into stage.field (dataset, name, number, type)
	select $1, $2, coalesce(max(number), 0) + 1, $3 from stage.field where dataset = $1
	having not exists (select from stage.field where dataset = $1 and name = $2)
	returning number, type
)
select number, type, false from stage.field where dataset = $1 and name = $2
union all
select number, type, true from made
