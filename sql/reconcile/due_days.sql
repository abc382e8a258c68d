-- reconcile_due_days: $1 clock, $2 day of the event, $3 days to add.
update found set due_at = happened_at + make_interval(days => $3::integer)
where status = 'pending' and clock = $1::integer and (happened_at at time zone 'UTC')::date = $2::date
