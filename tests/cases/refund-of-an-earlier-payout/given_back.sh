# What of a date's answer gives back what stands elsewhere: given_back.sh DATE
psql -XqAt "$SUPERUSER" -c "select key, whole, title, currency, amount, original, original_whole from recon.given_back
	join recon.rule_run using (rule_run_id) where state = 'current' and business_date = '$1' order by 1"
