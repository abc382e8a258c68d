# How the whole and its parts stand to each other on a date: standing.sh DATE
psql -XqAt "$SUPERUSER" -c "select currency, line, count, whole, parts from recon.standing join recon.rule_run
	using (rule_run_id) where state = 'current' and business_date = '$1' order by 1, 2"
