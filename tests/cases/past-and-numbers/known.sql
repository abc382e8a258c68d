select r.change, r.key[1], to_char(r.happened_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'),
	jsonb_path_query_array(r.fields, '$[*].field'), r.fields -> 0 ->> 'before', r.fields -> 0 ->> 'after'
from ops.restated r
order by r.number;
select q.series, q.first, q.last, q.numbers, q.missing, q.gaps
from ops.sequence q
where q.snapshot_id = (select max(snapshot_id) from ops.sequence)
order by q.series;
