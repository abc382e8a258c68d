-- reconcile_match_decided: $1 rule. What people have said of lines, oldest first; a key's hash as two halves.
select d.decision_id, d.what, d.actor, l.list, ('x' || left(h.hex, 16))::bit(64)::bigint,
	('x' || right(h.hex, 16))::bit(64)::bigint, d.note
from recon.match_decision d
join recon.match_decision_line l using (decision_id)
cross join lateral (select replace(l.key_hash::text, '-', '') as hex) h
where d.rule_id = $1
order by d.decision_id, l.list, l.key_hash
