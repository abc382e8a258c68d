-- reconcile_sum_check: $1 rule run. Currencies in which the lines do not add up to the terms: there must be none.
select currency
from (
	select currency, case when term_no = 0 then sum else 0 end as whole,
		case when term_no = 0 then 0 else sum end as parts
	from recon.term
	where rule_run_id = $1
	union all
	select currency, -whole, -parts
	from recon.standing
	where rule_run_id = $1
) x
group by currency
having sum(whole) <> 0 or sum(parts) <> 0
order by currency collate "C"
