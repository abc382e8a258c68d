-- reconcile_balance_check: $1 rule run. Currencies whose balance does not come out: there must be none.
select currency, sum(number), sum(amount)
from (
	select currency,
		case line when 'open' then -number when 'cleared' then -number when 'accepted' then -number
			when 'written off' then -number when 'retracted' then -number else number end as number,
		case line when 'open' then -amount when 'cleared' then -amount when 'accepted' then -amount
			when 'written off' then -amount when 'retracted' then -amount else amount end as amount
	from recon.balance
	where rule_run_id = $1
) b
group by currency
having sum(number) <> 0 or sum(amount) <> 0
