-- reconcile_cause_record: $1 rule run, $2 group, $3 title, $4 signature. Amounts of several currencies are several
-- rows.
insert into recon.cause_group (rule_run_id, group_no, title, signature, currency, count, gross, net)
select $1, $2::integer, $3, $4, d.currency, count(*), coalesce(sum(abs(o.amount)), 0), coalesce(sum(o.amount), 0)
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
where o.rule_run_id = $1 and o.group_no = $2::integer
group by d.currency
