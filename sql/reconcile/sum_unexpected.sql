-- reconcile_sum_unexpected: Parts that belong to nothing; of those that cannot be told, nothing is known.
insert into finding
select case p.state when 'g' then 'unexpected' else 'not comparable' end, '', 'parts', p.key_hash, p.key,
	case when p.state = 'g' and (:provable) then 'open' else 'not comparable' end,
	case when p.state <> 'g' then :parts_reason when not (:provable) then :reason end,
	case when p.state <> 'g' then recon.cause(p.state) when not (:provable) then 'input' end,
	p.currency, case p.state when 'g' then p.amount end, abs(p.worth), null, p.amount::text, p.company, p.channel,
	p.happened_at, null, null, null, null, null, null, null, null, null, null,
	p.account, p.seen_from, p.landing, p.part, p.record, p.place_offset, p.place_length
from sum_parts p
where ((p.state = 'g' and p.amount <> 0) or p.state in ('r', 'u'))
	and not exists (select from sum_whole w where w.key_hash = p.key_hash)
