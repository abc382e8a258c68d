-- cli_night_hold: reading takes the lock that keeps the table from being swapped until the transaction ends.  $1 its
-- name: false if the table of that name is none that this transaction sees.
select exists (select from pg_class where oid = to_regclass($1)), (select count(*) from (
	select key_hash from :"live" limit 1
) as one)
