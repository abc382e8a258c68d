-- reconcile_chain_rest: Lines of which less has come than they are worth.
select x.origin, x.line, x.own, x.currency, x.money - x.come, x.come, x.moment,
	(array['x', 'u', 'r', 't', 'f'])[x.worst]::"char", x.account, true, null, null, null
from :"worth" x
where not x.other and (x.money - x.come) * sign(x.money) > 0
