-- reconcile_previous_fill: $1 rule run of the latest earlier date.
insert into previous
select o.*, d.case_id, d.key, d.key_hash, d.side, d.currency, d.field
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
where o.rule_run_id = $1 and o.status in ('open', 'pending', 'warning')
