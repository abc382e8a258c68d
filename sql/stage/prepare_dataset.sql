-- stage_prepare_dataset: the dataset's entry; gives another dataset that has the table already (a.b_c and a_b.c).
with made as (
	insert into ops.dataset (dataset, system, entity, live)
	select $1, $2, $3, $4
	where not exists (select from ops.dataset where live = $4)
	on conflict (dataset) do nothing
)
select dataset from ops.dataset where live = $4 and dataset <> $1
