-- $1 rule run.  Lines in the order in which they are added up.
select currency, line, number, amount
from recon.balance
where rule_run_id = $1
order by currency = '', currency collate "C", array_position(array['before', 'retracted', 'opened', 'reopened',
	'lapsed', 'changed', 'cleared', 'accepted', 'written off', 'open'], line), line collate "C"
