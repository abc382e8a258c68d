-- reconcile_discrepancies: $1 rule, $2 names of the key fields.
insert into recon.discrepancy (discrepancy_id, case_id, rule_id, key, key_names, key_hash, kind, field, side, currency)
select discrepancy_id, case_id, $1, key, coalesce(names, $2::text[]), key_hash, kind, field, side,
	coalesce(currency, '')
from found
where status not in ('within tolerance', 'timing') and (status <> 'not comparable' or cause <> 'input')
on conflict (discrepancy_id) do nothing
