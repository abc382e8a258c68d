-- reconcile_until: $1 rule run, $2 the cut, $3 the zone of days, $4 names of the rule's key. What is found of a row
-- that says until which day it can be put right says that day, also where it could not be looked at tonight.
update recon.observation o set reason = concat_ws('; ', case
	when l.day < ($2::timestamptz at time zone $3::text)::date then 'could be put right until ' || l.day
	else 'can be put right until ' || l.day end, o.reason)
from recon.discrepancy d
join (select key_hash, :day as day from :"view" v where state = 'g') l on l.key_hash = d.key_hash
where o.rule_run_id = $1 and d.discrepancy_id = o.discrepancy_id and d.key_names = $4::text[] and l.day is not null
	and o.status in ('open', 'pending', 'warning')
