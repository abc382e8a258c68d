-- reconcile_pending_days: $1 clock, $2 zone. The days on which something happened that waits, for lags in business
-- days.
select distinct (happened_at at time zone $2)::date from found where status = 'pending' and clock = $1::integer
