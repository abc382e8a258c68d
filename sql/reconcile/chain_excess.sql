-- reconcile_chain_excess: Of a followed row and a currency what has come beyond what its lines are worth. A row that
-- serves other lines, too, has come for all of them: how much of it is whose cannot be said.
insert into finding
select 'residual', '', :side, f.origin, o.key, 'open', null, null, nullif(f.currency, ''), f.come - f.money,
	abs(f.come - f.money), f.money::text, f.come::text, o.company, o.channel, f.moment, null, null, null,
	b.account, b.seen_from, b.landing, b.part, b.record, b.place_offset, b.place_length,
	v.account, v.seen_from, v.landing, v.part, v.record, v.place_offset, v.place_length,
	:before_side, null
from (
	select origin, currency, sum(money) as money, sum(come) as come, min(moment) as moment,
		(array_agg(own order by moment, own))[1] as own, (array_agg(came order by moment, own))[1] as came
	from :"worth"
	where not other and not shared and (come - money) * case when money < 0 then -1 else 1 end > 0
	group by origin, currency
) f
join :"first" o on o.key_hash = f.origin
join :"before" b on b.key_hash = f.own
join :"view" v on v.key_hash = f.came
