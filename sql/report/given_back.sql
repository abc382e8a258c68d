-- $1 rule run.  Movements that give back what stands elsewhere, the largest first.
select array_to_string(key, '/', ''), array_to_string(whole, '/', ''), line_no, title, currency, amount,
	array_to_string(original, '/', ''), array_to_string(original_whole, '/', '')
from recon.given_back_shown
where rule_run_id = $1
order by currency collate "C", abs(amount) desc, key collate "C", line_no, title collate "C"
