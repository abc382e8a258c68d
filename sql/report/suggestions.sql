-- report_suggestions: $1 rule run: what the largest of the lines on their own may be.
select suggestion_no, array_to_string(first_key, ' ', ''), array_to_string(second_key, ' ', ''), currency, first,
	second, days, score, count(*) over ()
from recon.suggestion_shown
where rule_run_id = $1
order by abs(first) desc, suggestion_no
limit 40
