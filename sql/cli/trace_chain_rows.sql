-- cli_trace_chain_rows: $1 rows of a hop, $2 how many at most: the largest first, with how many there are in all.
with :views
select array_to_string(key, chr(31), ''), value, currency, happened_at, state::text, count(*) over ()
from :"view"
where key_hash = any ($1::uuid[])
order by abs(value) desc nulls last, key
limit $2::bigint
