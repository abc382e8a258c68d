-- reconcile_exposure: $1 rule run. The three amounts, gross, by currency.
select currency, open_count, pending_count, unchecked_count, open, pending, unchecked
from recon.exposure
where rule_run_id = $1
order by currency
