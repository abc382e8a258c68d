-- reconcile_match_ended: $1 rule run. What ended tonight stands no more.
delete from standing s
using recon.match_end e
where e.ended_by = $1 and e.rule_run_id = s.rule_run_id and e.match_no = s.match_no
