# Of which payouts a date's answer keeps what they consist of: kept.sh DATE
psql -XqAt "$SUPERUSER" -c "select distinct key from recon.whole_line join recon.rule_run
	using (rule_run_id) where state = 'current' and business_date = '$1' order by 1" | paste -sd ' '
