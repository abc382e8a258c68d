-- reconcile_parted: $1 rule run, $2 the one before it or null, $3 rule, $4 business date. What differed on the night
-- before keeps what was said of it then.  Of the rest: the key's last night on which the whole had it and nothing was
-- said of it, while all lists were there or what stood open of it was gone; and the first night after that on which it
-- differed.
insert into recon.parted (rule_run_id, discrepancy_id, parted_on, agreed_on)
with
standing as (
	select o.discrepancy_id, d.case_id, d.key_hash
	from recon.observation o
	join recon.discrepancy d using (discrepancy_id)
	where o.rule_run_id = $1::bigint and o.status in ('open', 'pending') and d.field = ''
		and d.kind in ('residual', 'counted twice', 'rounding', 'missing', 'unexpected')
),
kept as (
	select d.case_id, min(p.parted_on) as parted_on, min(p.agreed_on) as agreed_on
	from recon.parted p
	join recon.discrepancy d using (discrepancy_id)
	where p.rule_run_id = $2::bigint
	group by d.case_id
),
begun as (
	select distinct s.case_id, s.key_hash
	from standing s
	where not exists (select from kept k where k.case_id = s.case_id)
),
night as (
	select r.rule_run_id, r.business_date,
		not exists (select from recon.input i where i.rule_run_id = r.rule_run_id
			and (i.snapshot_id is null or i.status not in ('fresh', 'kept'))) as whole
	from recon.rule_run r
	where r.rule_id = $3 and r.state = 'current' and r.business_date < $4::date
		and exists (select from begun)
),
said as (
	select n.business_date, n.rule_run_id, d.case_id, bool_or(o.status in ('open', 'pending')
		and d.kind in ('residual', 'counted twice', 'rounding', 'missing', 'unexpected')) as differed
	from night n
	join recon.observation o using (rule_run_id)
	join recon.discrepancy d using (discrepancy_id)
	where d.case_id in (select case_id from begun) and o.status <> 'warning'
	group by n.business_date, n.rule_run_id, d.case_id
),
version as materialized (
	select * from (:versions) v where key_hash in (select key_hash from begun)
),
gone as (
	select distinct c.rule_run_id, d.case_id
	from recon.cleared c
	join recon.discrepancy d using (discrepancy_id)
	join night n using (rule_run_id)
	where d.case_id in (select case_id from begun)
),
agreed as (
	select b.case_id, max(n.business_date) as agreed_on
	from begun b
	join version v on v.key_hash = b.key_hash
	join recon.input i on i.extract = v.extract and i.side like 'whole%'
	join ops.snapshot s on s.snapshot_id = i.snapshot_id and s.snapshot_no >= v.seen_from
		and (v.seen_until is null or s.snapshot_no < v.seen_until)
	join night n on n.rule_run_id = i.rule_run_id
	left join gone g on g.rule_run_id = n.rule_run_id and g.case_id = b.case_id
	where (n.whole or g.case_id is not null)
		and not exists (select from said x where x.rule_run_id = n.rule_run_id and x.case_id = b.case_id)
	group by b.case_id
),
first as (
	select b.case_id, a.agreed_on, coalesce(min(x.business_date) filter (where x.differed), $4::date) as parted_on
	from begun b
	left join agreed a using (case_id)
	left join said x on x.case_id = b.case_id and (a.agreed_on is null or x.business_date > a.agreed_on)
	group by b.case_id, a.agreed_on
	union all
	select case_id, agreed_on, parted_on from kept
)
select $1::bigint, s.discrepancy_id, f.parted_on, f.agreed_on
from standing s
join first f using (case_id)
