-- stage_prepare_source: the extract's number in the dataset, given out if it has none; what it feeds already wins.
with made as (
	insert into ops.source (dataset, source, extract)
	select $1, coalesce(max(source), 0) + 1, $2 from ops.source where dataset = $1
	having not exists (select from ops.source where extract = $2)
	returning dataset, source
), all_of as (
	select dataset, source from ops.source where extract = $2
	union all
	select dataset, source from made
)
select a.dataset, a.source, (select count(*) from ops.source where dataset = $1) + (select count(*) from made)
from all_of a
