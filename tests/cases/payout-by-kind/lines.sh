# What the lines of a date's answer come to: lines.sh DATE
psql -XqAt "$SUPERUSER" -c "select currency, line_no, title, count, sum from recon.line join recon.rule_run
	using (rule_run_id) where state = 'current' and business_date = '$1' order by 1, line_no <= 0, 2, 3"
