-- stage_sequence_new: the gaps that were not there on the night before.
select s.series, g ->> 'first', g ->> 'last'
from pg_temp.stage_sequence s
cross join lateral jsonb_array_elements(s.gaps) with ordinality as e (g, place)
where (g ->> 'is_new')::boolean
order by s.series collate "C", e.place
