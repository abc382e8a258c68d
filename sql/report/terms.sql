-- $1 rule run.  The whole, then what explains it.
select term_no, title, currency, count, sum
from recon.term
where rule_run_id = $1
order by currency collate "C", term_no
