-- reconcile_sum_check: $1 rule run, $2 whether it has lines. Currencies in which the lines, or what became of the keys,
-- do not add up to the terms: there must be none.
select currency
from (
	select currency, case when term_no = 0 then sum else 0 end as whole,
		case when term_no = 0 then 0 else sum end as parts,
		case when term_no = 0 or not $2::boolean then 0 else sum end as lines
	from recon.term
	where rule_run_id = $1
	union all
	select currency, -whole, -parts, 0
	from recon.standing
	where rule_run_id = $1
	union all
	select currency, 0, 0, -sum
	from recon.line
	where rule_run_id = $1
) x
group by currency
having sum(whole) <> 0 or sum(parts) <> 0 or sum(lines) <> 0
order by currency collate "C"
