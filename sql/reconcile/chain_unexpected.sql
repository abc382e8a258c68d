-- reconcile_chain_unexpected: $1 cut. What a hop has without a row of the hop before.
insert into finding
select case when u.told then 'unexpected' else 'not comparable' end, '', :side, v.key_hash, v.key,
	case when u.told then 'open' else 'not comparable' end,
	case when not u.told then coalesce(u.doubt, :reason) end,
	case when not u.told then coalesce(u.cause, :cause) end, v.currency,
	case when u.told then v.value end, abs(v.value), null, case when u.told then v.value::text end,
	v.company, v.channel, v.happened_at, null, null, null,
	null, null, null, null, null, null, null,
	v.account, v.seen_from, v.landing, v.part, v.record, v.place_offset, v.place_length,
	:before_side, :names
from (
	select l.own, (bool_or(l.nameless) or (:told)) and min(w.doubt) is null as told,
		(array_agg(w.doubt order by w.cause, w.doubt) filter (where w.doubt is not null and :told))[1] as doubt,
		min(w.cause) filter (where :told and w.doubt is not null) as cause
	from :"link" l
	left join (:said) w on w.key_hash = l.own
	where l.state = 'g' and not (:known)
	group by l.own
) u
join :"view" v on v.key_hash = u.own
where v.value is distinct from 0 and (v.happened_at is null or v.happened_at <= $1::timestamptz)
