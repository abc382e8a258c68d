-- reconcile_cause_fill: $1 rule run.
insert into cause
with o as (
	select o.*, d.key, d.side, d.field, d.currency,
		regexp_replace(lower(array_to_string(d.key, ' ')), '(^|[^0-9])0+|[^a-z0-9]', '', 'g') as spelling
	from recon.observation o
	join recon.discrepancy d using (discrepancy_id)
	where o.rule_run_id = $1 and o.status = 'open'
)
select discrepancy_id, 1, concat_ws('|', 'alike', field, side, name, currency),
	format('%s in %s differs by exactly the %s', coalesce(nullif(field, ''), 'the amount'), side, name)
from o, unnest(alike) as name
union all
select discrepancy_id, 2, concat_ws('|', 'amount', kind, field, side, amount, currency),
	format('%s in %s differs by the same amount', coalesce(nullif(field, ''), 'the amount'), side)
from o where kind in ('different', 'residual') and amount <> 0
union all
select discrepancy_id, 2, concat_ws('|', 'rounding', kind, field, side, '', currency),
	format('%s in %s is rounded otherwise', coalesce(nullif(field, ''), 'the amount'), side)
from o where kind = 'rounding'
union all
select discrepancy_id, 2, concat_ws('|', 'treatment', kind, field, side, reason),
	format('%s in %s, %s', field, side, reason)
from o where kind = 'treatment'
union all
select o.discrepancy_id, 3, concat_ws('|', 'spelling', o.side),
	format('keys in %s are spelled differently', o.side)
from o
where kind in ('missing', 'unexpected') and exists (select from o p
	where p.side = o.side and p.spelling = o.spelling and p.kind in ('missing', 'unexpected') and p.kind <> o.kind)
union all
select discrepancy_id, 4, concat_ws('|', 'ratio', kind, field, side, ratio),
	format('%s in %s is %s times the leading value', coalesce(nullif(field, ''), 'the amount'), side, ratio)
from o where kind in ('different', 'residual') and ratio <> 1 and ratio > 0
union all
select discrepancy_id, 5, concat_ws('|', 'day', kind, field, side, channel, (happened_at at time zone $2)::date),
	format('%s %s, %s, %s', concat_ws(' ', kind, nullif(field, '')), 'in ' || side, channel,
		(happened_at at time zone $2)::date)
from o where happened_at is not null
union all
select discrepancy_id, 6, concat_ws('|', 'channel', kind, field, side, channel),
	format('%s %s, %s', concat_ws(' ', kind, nullif(field, '')), 'in ' || side, channel)
from o where channel is not null
union all
select discrepancy_id, 7, concat_ws('|', 'company', kind, field, side, company),
	format('%s %s, %s', concat_ws(' ', kind, nullif(field, '')), 'in ' || side, company)
from o where company is not null
