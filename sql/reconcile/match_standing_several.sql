-- reconcile_match_standing_several: Of those that have several lines of a list these, in the order of the matches.
copy (
	select m.rule_run_id, m.match_no, l.list, l.key_hash,
		case when abs(l.amount * :units) < 9e18 and mod(l.amount * :units, 1) = 0 then (l.amount * :units)::bigint end
	from (:standing) m
	join recon.match_several l using (rule_run_id, match_no)
	order by m.rule_run_id, m.match_no, l.list, l.key_hash
) to stdout (format binary)
