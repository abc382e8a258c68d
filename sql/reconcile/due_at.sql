-- reconcile_due_at: $1 clock, $2 seconds of its lag.
update found set due_at = happened_at + make_interval(secs => $2::double precision)
where status = 'pending' and clock = $1::integer
