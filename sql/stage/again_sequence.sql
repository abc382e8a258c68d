-- stage_again_sequence: what was missing yesterday is missing today, and nothing of it is new.
insert into ops.sequence (snapshot_id, series, first, last, numbers, missing, gaps)
select $2, series, first, last, numbers, missing,
	coalesce((select jsonb_agg(g || '{"is_new": false}' order by place)
		from jsonb_array_elements(gaps) with ordinality as e (g, place)), '[]')
from ops.sequence
where snapshot_id = $1
