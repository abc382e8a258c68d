-- asked_named: what the system calls it, and since when it is there.
update ops.asked set id = $4, asked_at = $5::timestamptz
where extract = $1 and business_date = $2::date and request = $3::bytea
