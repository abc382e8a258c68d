-- The three amounts of a rule run, gross, by currency: not explained, waiting, not checked.

set local role counterfoil_owner;

create view recon.exposure as
select rule_run_id, currency, sum(open_count) as open_count, sum(pending_count) as pending_count,
	sum(unchecked_count) as unchecked_count, sum(open) as open, sum(pending) as pending, sum(unchecked) as unchecked
from (
	select o.rule_run_id, d.currency,
		count(*) filter (where o.status = 'open') as open_count,
		count(*) filter (where o.status = 'pending') as pending_count,
		0 as unchecked_count,
		coalesce(sum(abs(o.amount)) filter (where o.status = 'open'), 0) as open,
		coalesce(sum(abs(o.amount)) filter (where o.status = 'pending'), 0) as pending,
		0 as unchecked
	from recon.observation o
	join recon.discrepancy d using (discrepancy_id)
	where o.status in ('open', 'pending')
	group by o.rule_run_id, d.currency
	union all
	select rule_run_id, currency, 0, 0, sum(count), 0, 0, sum(amount)
	from recon.not_comparable
	group by rule_run_id, currency
) x
group by rule_run_id, currency;

grant select on recon.exposure to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
