-- run_run: $1 run. A row for each rule that it was to answer, in their order; without one, a row all the same.
select r.job, r.business_date, r.title, r.timezone, array_to_string(r.formats, ' '), encode(r.config_digest, 'hex'),
	u.rule_id
from ops.run r
left join lateral unnest(r.rules) with ordinality as u (rule_id, place) on true
where r.run_id = $1
order by u.place
