-- reconcile_balance: $1 rule run, $2 previous (what it compares with), $3 reported (what was last shown; differs
-- after a rollback). open = before + opened + reopened + lapsed ± changed − cleared − accepted − written off −
-- retracted.
insert into recon.balance (rule_run_id, currency, line, number, amount)
with
open as (
	select o.rule_run_id, o.discrepancy_id, o.event, o.amount, d.currency
	from recon.observation o
	join recon.discrepancy d using (discrepancy_id)
	where o.status = 'open' and o.rule_run_id in ($1, $2, $3)
),
lines as (
	select currency, 'before' as line, count(*) as number, sum(amount) as amount
	from open where rule_run_id = $3 group by currency
	union all
	select currency, 'retracted', -sum(n), -sum(amount) from (
		select currency, -count(*) as n, -sum(coalesce(amount, 0)) as amount from open
		where rule_run_id = $3 and $3 is distinct from $2 group by currency
		union all
		select currency, count(*), sum(coalesce(amount, 0)) from open
		where rule_run_id = $2 and $3 is distinct from $2 group by currency
	) r group by currency having sum(n) <> 0 or sum(amount) <> 0
	union all
	select currency, event, count(*), sum(amount)
	from open where rule_run_id = $1 and event in ('opened', 'reopened', 'lapsed') group by currency, event
	union all
	select n.currency, 'changed', 0, sum(coalesce(n.amount, 0) - coalesce(b.amount, 0))
	from open n
	join open b on b.discrepancy_id = n.discrepancy_id and b.rule_run_id = $2
	where n.rule_run_id = $1 and n.event = 'changed' group by n.currency
	union all
	select d.currency, 'cleared', count(*), sum(c.amount)
	from recon.cleared c
	join recon.discrepancy d using (discrepancy_id)
	where c.rule_run_id = $1 group by d.currency
	union all
	select currency, 'open', count(*), sum(amount)
	from open where rule_run_id = $1 group by currency
)
select $1, currency, line, number, coalesce(amount, 0) from lines
