-- $1 rule run, $2 how many of each status.  They are chosen within each currency, since amounts of different currencies
-- have no order.
select *
from (
	select x.*,
		row_number() over (partition by x.status order by x.size, x.currency collate "C", x.discrepancy_id) as place
	from (
		select v.*, c.currency, c as d, row_number() over (partition by v.status, c.currency
			order by coalesce(abs(v.amount), 0) desc, abs(v.value) desc nulls last, v.discrepancy_id) as size
		from recon.observation_shown v
		join recon.discrepancy_shown c using (discrepancy_id)
		where v.rule_run_id = $1
	) x
) y
where y.place <= $2
