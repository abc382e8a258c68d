-- db_claim_lease: takes the lease unless another run's is live; $5 is a process that is known to be gone, or null.
insert into ops.lease as l (name, run_id, holder, process, since, until)
values ($1, $2, $3, $4, clock_timestamp(), clock_timestamp() + interval '90 seconds')
on conflict (name) do update
set run_id = excluded.run_id, holder = excluded.holder, process = excluded.process, since = excluded.since,
	until = excluded.until
where l.until <= clock_timestamp() or l.run_id = excluded.run_id or l.process = $5
