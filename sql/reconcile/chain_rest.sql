-- reconcile_chain_rest: Lines of which less has come than they are worth. Of what came in another currency, or without
-- an amount, it cannot be said how much that is.
select x.origin, x.line, x.own, x.currency, x.money - x.come, x.come, x.moment,
	(array['x', 'u', 'r', 't', 'f'])[x.worst]::"char", x.account, true, null, null, null
from (
	select p.origin, p.line, (array_agg(p.own order by p.moment, p.own))[1] as own, min(p.currency) as currency,
		min(p.money) as money, min(p.moment) as moment, min(l.account) filter (where l.state <> 'g') as account,
		coalesce(sum(l.amount) filter (where l.state = 'g'), 0) as come,
		min(array_position(array['x', 'u', 'r', 't', 'f'], l.state::text)) as worst,
		bool_and(l.own is not null) as reached,
		coalesce(bool_or(l.amount is null or l.currency <> p.currency) filter (where l.state = 'g'), true) as other
	from :"before" p
	left join :"link" l on l.before = p.own
	group by p.origin, p.line
) x
where not x.other and (x.money - x.come) * sign(x.money) > 0
	and not exists (
		select from :"before" p
		where p.origin = x.origin and p.line = x.line
			and not exists (select from :"link" l where l.before = p.own and l.state = 'g'))
