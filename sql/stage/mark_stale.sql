-- stage_mark_stale: one amount of the good records that a newer version has replaced, by currency: of those that
-- travelled, and of those that were the live row as it stands.
select coalesce(currency, ''), trim_scale(sum(amount)), count(*)
from (
	select n.:"amount" as amount, :currency as currency
	from :"next" n
	join pg_temp.stage_mark m on m.key_hash = n.key_hash
	where n.state = 'g'
		and ('x' || left(encode(uuid_send(n.row_hash), 'hex'), 13))::bit(52)::bigint <> m.row
	union all
	select n.:"amount", :currency
	from :"live" n
	join pg_temp.stage_mark m on m.key_hash = n.key_hash
	where n.source = :source and m.was_live
) r
where amount is not null
group by 1
