-- reconcile_arrival_days: $1 zone.  The days on which something of a side happened, for lags in business days.
select distinct (happened_at at time zone $1)::date
from :"truth"
where state = 'g' and happened_at is not null
