-- reconcile_chain_entered: $1 rule run, $2 hop. What has come to it, by what it is worth there.
insert into recon.hop_line (rule_run_id, hop_no, line, days, currency, count, amount)
select $1, $2, 'entered', -1, currency, count(*), coalesce(sum(money), 0)
from (:lines) x
group by currency
