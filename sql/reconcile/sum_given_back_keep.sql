-- reconcile_sum_given_back_keep: $1 rule run, $2 names of the whole's key, $3 how many: the largest.
insert into recon.given_back (rule_run_id, own_hash, line_no, title, currency, amount, key_names, key, original,
	whole_names, whole, original_whole)
select $1, own_hash, line_no, title, currency, amount, key_names, key, original, $2::text[], whole, original_whole
from sum_given_back
order by abs(amount) desc, own_hash, line_no
limit $3
