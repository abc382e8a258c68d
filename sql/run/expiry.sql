-- run_expiry: $1 run, $2 system, $3 what, $4 the last day or null.
insert into ops.expiry (run_id, system, what, expires_on) values ($1, $2, $3, $4)
