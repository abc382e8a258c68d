-- stage_sequence_find: $1 the snapshot before. A gap is new if that one neither had it nor ended before it.
insert into pg_temp.stage_sequence (series, first, last, numbers, missing, gaps)
with number as materialized (
	select concat_ws(' ', :per m[1] || '#' || m[3]) as series, m[2]::bigint as number, min(length(m[2])) as digits
	from :"live" l
	cross join lateral regexp_match(l.:"field"::text, '^(.*?)(\d{1,18})(\D*)$') as m
	where l.source = :source and m is not null
	group by 1, 2
),
series as (
	select series, min(number) as first, max(number) as last, count(*) as numbers, min(digits) as digits
	from number
	group by series
),
gap as (
	select series, before + 1 as first, number - 1 as last
	from (select series, number, lag(number) over (partition by series order by number) as before from number) n
	where number > before + 1
),
known as (
	select s.series, s.last::bigint as last,
		jsonb_array_length(s.gaps) as gap_count, (select array_agg(int8range((g ->> 'first')::bigint,
		(g ->> 'last')::bigint, '[]')) from jsonb_array_elements(s.gaps) g) as gaps
	from ops.sequence s
	where s.snapshot_id = $1
),
told as (
	select g.*, row_number() over (partition by g.series order by g.first desc) as place,
		k.series is null or g.last > k.last or ((k.gap_count < 100 or g.first >= lower(k.gaps[1]))
			and not exists (select from unnest(k.gaps) as o where o @> int8range(g.first, g.last, '[]'))) as is_new
	from gap g
	left join known k on k.series = g.series
)
select s.series, lpad(s.first::text, greatest(s.digits, length(s.first::text)), '0'),
	lpad(s.last::text, greatest(s.digits, length(s.last::text)), '0'), s.numbers, s.last - s.first + 1 - s.numbers,
	coalesce((select jsonb_agg(jsonb_build_object(
			'first', lpad(t.first::text, greatest(s.digits, length(t.first::text)), '0'),
			'last', lpad(t.last::text, greatest(s.digits, length(t.last::text)), '0'), 'is_new', t.is_new)
			order by t.first)
		from told t where t.series = s.series and t.place <= 100), '[]')
from series s
