-- reconcile_sum_unexpected: Parts that belong to nothing.
insert into finding
select 'unexpected', '', 'parts', p.key_hash, p.key,
	case when :provable then 'open' else 'not comparable' end,
	case when :provable then null else :reason end,
	p.currency, p.amount, abs(p.amount), null, p.amount::text, p.company, p.channel, p.happened_at, null, null, null,
	null, null, null, null, null, null, null,
	p.account, p.seen_from, p.landing, p.part, p.record, p.place_offset, p.place_length
from sum_parts p
where p.state = 'g' and p.amount <> 0 and not exists (select from sum_whole w where w.key_hash = p.key_hash)
