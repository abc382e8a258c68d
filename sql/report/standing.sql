-- $1 rule run.  What became of each key of a sum rule, in the order in which people read it.
select line, currency, count, whole, parts
from recon.standing
where rule_run_id = $1
order by currency collate "C", array_position(array['agreed', 'within tolerance', 'timing', 'opening', 'young',
	'waiting', 'not paid out', 'not comparable', 'filtered', 'warning', 'rounding', 'residual', 'counted twice',
	'missing', 'unexpected', 'currency', 'twice'], line), line collate "C"
