-- reconcile_until: $1 the cut, $2 the zone of days. What is found of a row that says until which day it can be put
-- right says that day.
update found f set reason = concat_ws('; ', case
	when l.day < ($1::timestamptz at time zone $2::text)::date then 'could be put right until ' || l.day
	else 'can be put right until ' || l.day end, f.reason)
from (select key_hash, :day as day from :"view" v where state = 'g') l
where l.key_hash = f.key_hash and l.day is not null and f.status in ('open', 'pending', 'warning')
