-- reconcile_chain_match_said: Lines of one list that an answer of a match rule has on their own: whether it waits for
-- what they belong to, and why it cannot be said that there is nothing. What may be another line a person must say. Of
-- what was younger than that answer's cut it has said nothing yet.
select d.key_hash, bool_or(o.status = 'pending' and o.event <> 'carried') as waits,
	coalesce(min(o.reason) filter (where o.status = 'not comparable'),
		min(o.reason) filter (where o.status <> 'pending' or o.event = 'carried'),
		min(s.doubt) filter (where o.status <> 'pending')) as doubt,
	case when bool_or(o.status = 'not comparable') then 'unreadable' else 'matches' end as cause
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
left join (
	select distinct :line as key_hash, :ambiguous::text as doubt from recon.suggestion where rule_run_id = :answer
) s on s.key_hash = d.key_hash
where o.rule_run_id = :answer
	and (o.kind = :kind or (o.kind = 'not comparable' and d.key_names = :names::text[]))
group by d.key_hash
union all
select v.key_hash, true, null, null
from :"view" v
where v.state = 'g' and (:moment) > (:cut) and (:wanted)
