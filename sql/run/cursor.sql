-- run_cursor: $1 the extracts of one landing: where the one that is farthest behind had read to; no row if one of them
-- was never read.
select c.value
from ops.cursor c
where c.extract = any ($1::text[])
	and (select count(*) from ops.cursor where extract = any ($1::text[])) = cardinality($1::text[])
order by c.snapshot_id
limit 1
