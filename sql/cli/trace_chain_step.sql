-- cli_trace_chain_step: rows of the hop before that rows $1 of a hop name, or the other way round.
with :views, link as (
	:links
)
select distinct :wanted
from link
where :given = any ($1::uuid[]) and :wanted is not null
