-- asked_begin: the report that was asked for since $6 and is not landed yet, else a new one.
insert into ops.asked as k (extract, business_date, request, key, asked_at)
values ($1, $2::date, $3::bytea, $4, $5::timestamptz)
on conflict (extract, business_date, request) do update set
	key = case when k.asked_at >= $6::timestamptz then k.key else excluded.key end,
	id = case when k.asked_at >= $6::timestamptz then k.id end,
	asked_at = case when k.asked_at >= $6::timestamptz then k.asked_at else excluded.asked_at end
returning k.key, k.id, k.asked_at
