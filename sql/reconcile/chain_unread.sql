-- reconcile_chain_unread: Rows of the first hop that are only what was last known of it: they are not followed.
insert into finding
select 'not comparable', '', :side, v.key_hash, v.key, 'not comparable', :reason, 'input', v.currency, null, v.value,
	null, null, v.company, v.channel, v.happened_at, null, null, null,
	v.account, v.seen_from, v.landing, v.part, v.record, v.place_offset, v.place_length,
	null, null, null, null, null, null, null,
	null, null
from :"view" v
where v.state = 'x'
