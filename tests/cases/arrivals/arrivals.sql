-- What was recorded of the last night's arrivals, by the answer that counts.
select side, channel, currency, lag, due, due_amount, arrived, arrived_amount, late, late_amount, unknown, median, most
from recon.arrival
join recon.rule_run using (rule_run_id)
where business_date = '2026-04-01' and state = 'current'
order by 2
