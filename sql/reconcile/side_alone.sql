-- reconcile_side_alone: What one side says by itself: keys that it holds twice with different content, both records
-- beside each other, and keys whose record cannot be told where no other side has a row to say so.
insert into finding
select case s.state when 't' then 'twice' else 'not comparable' end, '', :side, s.key_hash, s.key,
	case s.state when 't' then 'open' else 'not comparable' end,
	case when s.state <> 't' then :reason end, case when s.state <> 't' then recon.cause(s.state) end,
	s.currency, case s.state when 't' then s.value end, s.value,
	case s.state when 't' then s.value::text end, a.value::text,
	s.company, s.channel, s.happened_at, null, null, null,
	l.account, l.seen_from, l.landing, l.part, l.record, l.place_offset, l.place_length,
	r.account, r.seen_from, r.landing, r.part, r.record, r.place_offset, r.place_length,
	case s.state when 't' then :side end, :names
from :"side_view" s
left join (select distinct key_hash, names from finding where status = 'not comparable') f
	on f.key_hash = s.key_hash and f.names is not distinct from :names
left join lateral (
	select d.*
	from (:duplicates) d
	where s.state = 't' and d.key_hash = s.key_hash
	order by d.account <> s.account, d.seen_from desc, d.landing, d.part, d.record
	limit 1
) a on true
cross join lateral (
	select s.account, s.seen_from, s.landing, s.part, s.record, s.place_offset, s.place_length where s.state = 't'
	union all
	select null, null, null, null, null, null, null where s.state <> 't'
) l
cross join lateral (
	select a.account, a.seen_from, a.landing, a.part, a.record, a.place_offset, a.place_length where s.state = 't'
	union all
	select s.account, s.seen_from, s.landing, s.part, s.record, s.place_offset, s.place_length where s.state <> 't'
) r
where s.state = 't' or (s.state in ('r', 'c', 'u') and f.key_hash is null)
