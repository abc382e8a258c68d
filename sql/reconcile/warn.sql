-- reconcile_warn: $1 kinds that only warn.
update found set status = 'warning' where status = 'open' and kind = any ($1::text[])
