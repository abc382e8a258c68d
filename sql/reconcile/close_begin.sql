-- reconcile_close_begin: $1 company, $2 its title, $3 first day of the month, $4 zone, $5 version, $6 digest of the
-- configuration, $7 the moment.  Its verdict is that of its positions, and not known yet.
insert into recon.close (company, title, month, number, zone, verdict, engine, config_digest, closed_at)
select $1, $2, $3::date, coalesce(max(number), 0) + 1, $4, 'incomplete', $5, $6::bytea, $7::timestamptz
from recon.close where company = $1 and month = $3::date
returning close_id
