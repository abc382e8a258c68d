-- reconcile_keyed_alone: What one side says by itself: keys that it holds twice with different content, and keys whose
-- record cannot be told where no other side has a row to say so.
insert into finding
select case s.state when 't' then 'twice' else 'not comparable' end, '', :side, s.key_hash, s.key,
	case s.state when 't' then 'open' else 'not comparable' end,
	case when s.state <> 't' then :reason end, case when s.state <> 't' then recon.cause(s.state) end,
	s.currency, case s.state when 't' then s.value end, s.value, null, case s.state when 't' then s.value::text end,
	s.company, s.channel, s.happened_at, null, null, null,
	null, null, null, null, null, null, null,
	s.account, s.seen_from, s.landing, s.part, s.record, s.place_offset, s.place_length
from :"side_view" s
left join (select distinct key_hash from finding where status = 'not comparable') f on f.key_hash = s.key_hash
where s.state = 't' or (s.state in ('r', 'u') and f.key_hash is null)
