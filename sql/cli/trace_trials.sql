-- cli_trace_trials: the newest trial of each date that has no answer and that found something of the keys.  $1 hashes,
-- $2 the key as it was asked for, $3 business date or null.
select distinct on (r.business_date) r.run_id, r.business_date
from recon.rule_run r
where r.state = 'trial' and ($3::date is null or r.business_date <= $3::date)
	and not exists (select from recon.rule_run c
		where c.rule_id = r.rule_id and c.business_date = r.business_date and c.state = 'current')
	and exists (
		select from recon.observation o
		join recon.discrepancy_shown d using (discrepancy_id)
		where o.rule_run_id = r.rule_run_id
			and (d.key_hash = any ($1::uuid[]) or $2 = any (d.key) or $2 = array_to_string(d.key, ' ', '')
				or $2 = array_to_string(d.key, '/', '')))
order by r.business_date, r.run_id desc
