-- reconcile_chain_break: $1 hop. Of a followed row and a currency one line, with the money of all that stands there:
-- what waits is no part of what is broken. Of several causes one that leaves something unknown counts, with its reason.
insert into finding
select case when f.told then 'broken' else 'not comparable' end, '', :side, f.origin, o.key,
	case when not f.told then 'not comparable' when f.broken then 'open' else 'pending' end,
	case when not f.told or not f.broken then f.reason end, f.cause, nullif(f.currency, ''),
	case when f.told then f.money end, abs(f.money),
	case when f.told then coalesce(f.money + f.come, f.money)::text end, case when f.told then f.come::text end,
	o.company, o.channel, f.moment,
	case when f.told and :clocked then $1::integer end, null, null,
	b.account, b.seen_from, b.landing, b.part, b.record, b.place_offset, b.place_length,
	null, null, null, null, null, null, null,
	:before_side, null
from (
	select origin, currency, told, broken, sum(money) as money, sum(come) as come, min(moment) as moment,
		(array_agg(reason order by cause in ('filtered', 'twice'), cause <> 'input', reason, cause))[1] as reason,
		(array_agg(cause order by cause in ('filtered', 'twice'), cause <> 'input', reason, cause))[1] as cause,
		(array_agg(own order by moment, own))[1] as own
	from (
		select c.*, status <> 'not comparable' as told, status = 'broken' as broken,
			bool_or(status = 'broken') over (partition by origin, currency) as breaks
		from chain_lack c
		where hop = $1 and status <> 'ends'
	) c
	where broken or not told or not breaks
	group by origin, currency, told, broken
) f
join :"first" o on o.key_hash = f.origin
join :"before" b on b.key_hash = f.own
