-- asked_forget: it is landed, or nothing will come of it.
delete from ops.asked where extract = $1 and business_date = $2::date and request = $3::bytea
