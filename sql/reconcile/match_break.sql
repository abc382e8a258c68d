-- reconcile_match_break: $1 rule run, $2 list, $3 whether that list is there in full tonight. A match ends when one of
-- its lines is gone or has another amount. What cannot be read tonight does not end it.
insert into recon.match_end (rule_run_id, match_no, ended_by, reason)
select s.rule_run_id, s.match_no, $1,
	min(case when v.key_hash is null then 'a line is gone' else 'the amount of a line has changed' end)
from standing s
left join :"view" v on v.key_hash = s.key_hash
where s.list = $2::smallint
	and case
	when v.key_hash is null then $3::boolean
	when v.state not in ('g', 'y', 'o') then v.state = 'f'
	else (:worth) is distinct from s.amount or coalesce(v.currency, '') <> s.currency
	end
group by s.rule_run_id, s.match_no
on conflict do nothing
