-- reconcile_at_risk_find: $1 the rule's zone. Each a warning of its own, beside what differs.
insert into finding (kind, field, side, key_hash, key, status, reason, currency, amount, value)
select kind, '', 'parts', key_hash, key, 'warning',
	nullif(concat_ws(', ', case when kind = 'dead' then coalesce('last moved on ' || (last_at at time zone $1)::date,
		'never seen to move') end, round(units * cost, 2) || ' ' || cost_currency || ' at cost'), ''),
	currency, units, units
from at_risk
