-- reconcile_chain_judge: $1 hop, $2 the latest moment from which it must have come by the cut, $3 the cut, $4 why a
-- younger one waits. What has not come breaks the chain only if it is expected, if the hop's lists are there
-- in full and can be read, and if its time has passed.
insert into chain_lack (hop, origin, line, own, currency, money, come, moment, status, reason, cause)
select $1::integer, x.origin, x.line, x.own, x.currency, x.money, x.come, m.moment, f.status,
	case
	when f.status = 'waiting' then $4::text
	when f.status <> 'not comparable' then null
	when x.state is not null then :reason
	when not (:provable) then :absent_reason
	else coalesce(x.doubt, :doubt_reason)
	end,
	case
	when f.status <> 'not comparable' then null
	when x.state is not null then recon.cause(x.state)
	when not (:provable) then :absent_cause
	else coalesce(x.cause, 'unreadable')
	end
from (:lacking) x
cross join lateral (select coalesce(x.moment, $3::timestamptz) as moment) m
cross join lateral (select case
	when x.state in ('x', 'u', 'r', 't') then 'not comparable'
	when not (:expected) then 'ends'
	when x.state = 'f' or not (:provable) or (:doubt) then 'not comparable'
	when :waits then 'waiting'
	else 'broken'
	end as status) f
