-- reconcile_chain_lacking: Lines of which no row has come, or not of each of their rows; and what the match rule by
-- which the hop is reached, if it is, has said of those: asked, waits, doubt and cause.
select p.origin, p.line, (array_agg(p.own order by coalesce(p.moment, e.as_of), p.own))[1] as own,
	min(p.currency) as currency, min(p.money) as money, null::numeric as come,
	min(coalesce(p.moment, e.as_of)) as moment,
	(array['x', 'u', 'r', 't', 'f'])[min(s.worst)]::"char" as state, min(s.account) as account,
	count(w.key_hash) > 0 as asked, bool_and(w.waits) as waits,
	(array_agg(w.doubt order by w.cause, w.doubt) filter (where w.doubt is not null))[1] as doubt,
	min(w.cause) filter (where w.doubt is not null) as cause
from :"before" p
left join (
	select before, min(array_position(array['x', 'u', 'r', 't', 'f'], state::text)) as worst,
		min(account) as account
	from :"link"
	where state <> 'g' and before is not null
	group by before
) s on s.before = p.own
left join (:said) w on w.key_hash = p.own
left join (:seen) e on e.key_hash = p.own
where not exists (select from :"link" l where l.before = p.own and l.state = 'g')
group by p.origin, p.line
