-- reconcile_chain_unfollowed: $1 rule run. Rows of the first hop of which nothing can be told.
insert into recon.hop_line (rule_run_id, hop_no, line, days, currency, count, amount)
select $1, 0, 'not comparable', -1, coalesce(currency, ''), count(*), coalesce(sum(value), 0)
from :"view"
where state in ('r', 'u', 't', 'x')
group by coalesce(currency, '')
