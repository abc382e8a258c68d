-- reconcile_due_days: $1 clock, $2 day of the event, $3 days to add, $4 zone, in which the time of day stays.
update found set due_at = ((happened_at at time zone $4) + make_interval(days => $3::integer)) at time zone $4
where status = 'pending' and clock = $1::integer and (happened_at at time zone $4)::date = $2::date
