-- reconcile_match_standing_read: In the order of their numbers; a sum that is no integer in units is null.
copy (
	select m.rule_run_id, m.match_no, m.stage, m.alternatives, m.currency, m.first_lines, m.second_lines,
		m.first_hash, m.second_hash,
		case when abs(u.first) <= 9223372036854775807 and mod(u.first, 1) = 0 then u.first::bigint end,
		case when abs(u.second) <= 9223372036854775807 and mod(u.second, 1) = 0 then u.second::bigint end
	from (:standing) m
	cross join lateral (select m.first * :units as first, m.second * :units as second) u
	order by m.rule_run_id, m.match_no
) to stdout (format binary)
