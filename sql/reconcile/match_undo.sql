-- reconcile_match_undo: $1 rule run, $2 rule: what people have undone since it was made.
insert into recon.match_end (rule_run_id, match_no, ended_by, reason)
select distinct s.rule_run_id, s.match_no, $1::bigint, 'undone by ' || d.actor
from standing s
join recon.match_decision_line l on l.list = s.list and l.key_hash = s.key_hash
join recon.match_decision d using (decision_id)
where d.rule_id = $2 and d.what in ('rejected', 'undone')
	and not exists (select from recon.match_decision_line o where o.decision_id = d.decision_id
		and not exists (select from standing t where t.rule_run_id = s.rule_run_id and t.match_no = s.match_no
			and t.list = o.list and t.key_hash = o.key_hash))
	and not exists (select from recon.match_decision n
		where n.rule_id = $2 and n.what in ('confirmed', 'withdrawn') and n.decision_id > d.decision_id
			and not exists (select from recon.match_decision_line o where o.decision_id = d.decision_id
				and not exists (select from recon.match_decision_line c where c.decision_id = n.decision_id
					and c.list = o.list and c.key_hash = o.key_hash)))
on conflict do nothing
