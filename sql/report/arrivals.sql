-- $1 rule run.  What has arrived on each mirror, and when.
select side, currency, channel, lag, due, due_amount, arrived, arrived_amount, late, late_amount, unknown, median, most
from recon.arrival
where rule_run_id = $1
order by side collate "C", currency = '', currency collate "C", channel collate "C"
