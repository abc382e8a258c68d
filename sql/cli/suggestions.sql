-- cli_suggestions: $1 rule run, $2 how many: what lines on their own may be.
select suggestion_no, array_to_string(first_key, ' ', ''), array_to_string(second_key, ' ', ''), rank, score, currency,
	first, second, days, count(*) over (partition by first_hash)
from recon.suggestion_shown
where rule_run_id = $1
order by suggestion_no
limit $2
