-- $1 rule run, $2 its business date.  Open discrepancies by days since they opened: 0-1, 2-7, 8-30, more.
select d.currency, b.bucket, count(*), coalesce(sum(abs(o.amount)), 0)
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
cross join lateral (
	select case when $2::date - o.opened_on <= 1 then 0 when $2::date - o.opened_on <= 7 then 1
		when $2::date - o.opened_on <= 30 then 2 else 3 end
) b (bucket)
where o.rule_run_id = $1 and o.status = 'open'
group by d.currency, b.bucket
order by d.currency = '', d.currency collate "C", b.bucket
