-- reconcile_match_keep: What was paired tonight, with what its lines come to.
insert into recon.match (rule_run_id, match_no, stage, alternatives, currency, first, second, first_lines, second_lines)
select m.rule_run_id, m.match_no, m.stage, m.alternatives, max(l.currency),
	coalesce(sum(l.worth) filter (where l.list = 0), 0), coalesce(sum(l.worth) filter (where l.list = 1), 0),
	count(*) filter (where l.list = 0), count(*) filter (where l.list = 1)
from made m
join (
	select p.number, p.list, coalesce(v.currency, '') as currency, (:first_worth) as worth
	from pair p
	join :"first" v on v.key_hash = p.key_hash
	where p.list = 0
	union all
	select p.number, p.list, coalesce(v.currency, ''), (:second_worth)
	from pair p
	join :"second" v on v.key_hash = p.key_hash
	where p.list = 1
) l using (number)
where not m.standing
group by m.rule_run_id, m.match_no, m.stage, m.alternatives
