-- reconcile_match_alone: A line of one list without one of the other. What is worth nothing needs none; where the other
-- list is not there in full, or holds what cannot be read, this may be it.
insert into finding
select case when f.told then :kind else 'not comparable' end, '', :side, v.key_hash, v.key,
	case when f.told then 'open' else 'not comparable' end,
	case when not f.told then :reason else p.reason end,
	case when not f.told then :cause end,
	v.currency, case when f.told then :sign (:worth) end, abs(:worth),
	case when :leading then (:worth)::text end, case when not (:leading) then (:worth)::text end,
	v.company, v.channel, v.happened_at, case when f.told then :clock end, null, null,
	t.*, m.*,
	null, :names
from :"view" v
join own p on p.list = :list and p.key_hash = v.key_hash
cross join lateral (select :told as told) f
cross join lateral (
	select v.account, v.seen_from, v.landing, v.part, v.record, v.place_offset, v.place_length where :leading
	union all
	select null, null, null, null, null, null, null where not (:leading)
) t
cross join lateral (
	select v.account, v.seen_from, v.landing, v.part, v.record, v.place_offset, v.place_length where not (:leading)
	union all
	select null, null, null, null, null, null, null where :leading
) m
where p.state = 'g' or (p.state = 'x' and not f.told)
