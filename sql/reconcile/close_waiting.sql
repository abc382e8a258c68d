-- reconcile_close_waiting: $1 close. What of the company's waited on the last night of the month that each rule
-- answered, and what its newest answer says of it: it has come, it waits still, or it is late.
insert into recon.close_waiting
with last as (
	select distinct on (n.rule_id) n.rule_id, n.business_date, n.rule_run_id
	from recon.close_night n
	where n.close_id = $1 and n.rule_run_id is not null
	order by n.rule_id, n.business_date desc
),
newest as (
	select l.rule_id, (select r.rule_run_id from recon.rule_run r
		where r.rule_id = l.rule_id and r.state = 'current' order by r.business_date desc,
			r.rule_run_id desc limit 1) as run
	from last l
)
select $1::bigint, l.rule_id, d.currency, l.business_date, count(*), sum(abs(coalesce(o.amount, 0))),
	count(*) filter (where n.discrepancy_id is null),
	coalesce(sum(abs(coalesce(o.amount, 0))) filter (where n.discrepancy_id is null), 0),
	count(*) filter (where n.status = 'open'),
	coalesce(sum(abs(coalesce(o.amount, 0))) filter (where n.status = 'open'), 0)
from last l
join newest w using (rule_id)
join recon.close c on c.close_id = $1
join recon.observation o on o.rule_run_id = l.rule_run_id and o.status = 'pending'
	and (o.company is null or o.company = c.company)
join recon.discrepancy d using (discrepancy_id)
left join recon.observation n on n.rule_run_id = w.run and n.discrepancy_id = o.discrepancy_id
group by l.rule_id, d.currency, l.business_date
