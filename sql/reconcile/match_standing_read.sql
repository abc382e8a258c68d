-- reconcile_match_standing_read: In the order of their numbers; a sum that is no integer in units is null.
copy (
	select m.rule_run_id, m.match_no, m.stage, m.alternatives, m.currency, m.first_lines, m.second_lines,
		coalesce(m.first_hash, '00000000-0000-0000-0000-000000000000'::uuid),
		coalesce(m.second_hash, '00000000-0000-0000-0000-000000000000'::uuid),
		case when abs(m.first * :units) < 9e18 and mod(m.first * :units, 1) = 0 then (m.first * :units)::bigint end,
		case when abs(m.second * :units) < 9e18 and mod(m.second * :units, 1) = 0 then (m.second * :units)::bigint end
	from (:standing) m
	order by m.rule_run_id, m.match_no
) to stdout (format binary)
