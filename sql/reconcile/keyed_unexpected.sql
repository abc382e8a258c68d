-- reconcile_keyed_unexpected: What one mirror has and the leading system does not know. A sum of nothing is nothing;
-- of what is only the last known of the mirror nothing can be told where the leading system is not there either.
insert into finding
select 'unexpected', '', :side, m.key_hash, m.key,
	case when :provable then 'open' else 'not comparable' end,
	case when :provable then null else :reason end,
	case when :provable then null else 'input' end,
	m.currency, m.value, m.value, null, m.value::text, m.company, m.channel, m.happened_at, null, null, null,
	null, null, null, null, null, null, null,
	m.account, m.seen_from, m.landing, m.part, m.record, m.place_offset, m.place_length
from :"mirror" m
where (m.state = 'g' or (m.state = 'x' and not (:provable))) and m.value is distinct from 0 and (:condition)
	and not exists (select from :"truth" t where t.key_hash = m.key_hash)
