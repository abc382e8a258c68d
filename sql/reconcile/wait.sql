-- reconcile_wait: $1 clock, $2 the latest event time that is due at the cut, $3 lag for people. What is younger
-- waits.
update found set status = 'pending', reason = concat_ws('; ', reason, $3::text)
where status = 'open' and clock = $1::integer and happened_at > $2::timestamptz
