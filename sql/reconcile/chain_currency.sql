-- reconcile_chain_currency: What has come in another currency: how much of the line it is cannot be said.
insert into finding
select 'currency', '', :side, f.origin, o.key, 'open', null, null, nullif(f.currency, ''), null, abs(f.money),
	f.currency, f.others, o.company, o.channel, f.moment, null, null, null,
	b.account, b.seen_from, b.landing, b.part, b.record, b.place_offset, b.place_length,
	v.account, v.seen_from, v.landing, v.part, v.record, v.place_offset, v.place_length,
	:before_side, null
from (
	select p.origin, p.currency, min(p.money) as money, min(p.moment) as moment,
		string_agg(distinct l.currency, ', ') as others, min(p.own::text)::uuid as before, min(l.own::text)::uuid as own
	from :"at" p
	join :"link" l on l.before = p.own
	where l.state = 'g' and l.currency <> p.currency and l.amount is not null and p.money is not null
	group by p.origin, p.currency
) f
join :"first" o on o.key_hash = f.origin
join :"before" b on b.key_hash = f.before
join :"view" v on v.key_hash = f.own
