-- reconcile_sum_given_back: Good rows of the parts that give back what stands in another whole, or in none that is
-- known.
create temporary table sum_given_back on commit drop as
with moved as materialized (
	select term_no, line_no, own_hash, own_key, own_names, key_hash, key, alone, currency, amount, original,
		is_original, case when line_no > 0 then (:titles)[line_no] else told_by end as title
	from (:rows) r
	where state = 'g'
),
brought as (
	select term_no, original, min(own_key) as own_key, min(key) filter (where alone is null) as whole,
		array_agg(distinct key_hash) as wholes
	from moved
	where is_original and original in (select original from moved where not is_original and original is not null)
	group by term_no, original
)
select m.own_hash, m.line_no, m.title, m.currency, sum(m.amount) as amount, min(m.own_names) as key_names,
	min(m.own_key) as key, min(m.key) as whole, min(b.own_key) as original, min(b.whole) as original_whole
from moved m
left join brought b on b.term_no = m.term_no and b.original = m.original
where m.original is not null and not m.is_original and m.alone is null and m.amount <> 0
	and (m.key_hash = any (b.wholes)) is not true
group by m.own_hash, m.line_no, m.title, m.currency
