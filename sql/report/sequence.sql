-- $1 snapshot.  The series of its numbers, a row for each gap, and one for a series that has none.
select s.series, s.first, s.last, s.numbers, s.missing, g ->> 'first', g ->> 'last', (g ->> 'is_new')::boolean
from ops.sequence s
left join lateral jsonb_array_elements(s.gaps) with ordinality as e (g, place) on true
where s.snapshot_id = $1
order by s.missing = 0, s.series collate "C", e.place
