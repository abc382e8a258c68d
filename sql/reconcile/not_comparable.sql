-- reconcile_not_comparable: $1 rule run. Keys, not findings: a key that cannot be compared with two mirrors is one
-- key.
insert into recon.not_comparable (rule_run_id, reason, side, currency, count, amount)
select $1, reason, side, currency, count(*), coalesce(sum(value), 0)
from (
	select distinct on (key_hash) replace(reason, 'input:', '') as reason, side, coalesce(currency, '') as currency,
		abs(value) as value
	from found
	where status = 'not comparable'
	order by key_hash, side, reason
) k
group by reason, side, currency
