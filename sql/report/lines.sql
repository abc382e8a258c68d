-- $1 rule run.  What the parts of a sum rule consist of: declared lines in their order, then others.
select line_no, title, currency, count, sum, elsewhere_count, elsewhere_sum
from recon.line
where rule_run_id = $1
order by currency collate "C", line_no <= 0, abs(line_no), title collate "C"
