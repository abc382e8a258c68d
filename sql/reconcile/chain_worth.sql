-- reconcile_chain_worth: Lines each of whose rows has come, with what has come of each: a row that serves two rows of a
-- line counts once. Of what came in another currency, or without an amount, it cannot be said how much that is (other).
-- shared: a row that came serves other lines, too.
create temporary table :"worth" on commit drop as
select x.*
from (
	select origin, line, (array_agg(own order by moment, own))[1] as own, min(currency) as currency,
		min(money) as money, coalesce(sum(c.amount) filter (where c.state = 'g'), 0) as come, min(moment) as moment,
		(array_agg(came order by came) filter (where state = 'g'))[1] as came,
		min(account) filter (where state <> 'g') as account,
		min(array_position(array['x', 'u', 'r', 't', 'f'], state)) as worst,
		coalesce(bool_or(amount is null or come_in <> currency) filter (where state = 'g'), true) as other,
		coalesce(bool_or(lines > 1) filter (where state = 'g'), false) as shared
	from (
		select p.origin, p.line, (array_agg(p.own order by coalesce(p.moment, e.as_of), p.own))[1] as own,
			min(p.currency) as currency, min(p.money) as money, min(coalesce(p.moment, e.as_of)) as moment,
			l.own as came, min(l.state::text) as state, min(l.amount) as amount, min(l.currency) as come_in,
			min(l.account) as account, count(*) over (partition by l.own) as lines
		from :"before" p
		left join :"link" l on l.before = p.own
		left join (:seen) e on e.key_hash = p.own
		group by p.origin, p.line, l.own
	) c
	group by origin, line
) x
where not exists (
	select from :"before" p
	where p.origin = x.origin and p.line = x.line
		and not exists (select from :"link" l where l.before = p.own and l.state = 'g'))
