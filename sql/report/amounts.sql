-- $1 rule run.  Not explained, waiting and not checked: how many and how much, gross, by currency.
select currency, open_count, pending_count, unchecked_count, open, pending, unchecked
from recon.exposure
where rule_run_id = $1
order by currency = '', currency collate "C"
