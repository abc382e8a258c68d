-- reconcile_budget: $1 budget. Tolerance that was used beyond its budget is a difference of its own.
insert into finding (kind, field, side, key_hash, key, status, currency, amount, value, truth_value, mirror_value)
select 'tolerance', field, 'rule', md5(field)::uuid, array[field], 'open', currency,
	sum(abs(amount)) - $1::text::numeric, sum(abs(amount)), $1::text, sum(abs(amount))::text
from finding
where status = 'within tolerance'
group by field, currency
having sum(abs(amount)) > $1::text::numeric
