-- reconcile_chain_reach: What goes on to the next hop. A row that serves one line alone is worth what it says itself;
-- of one that serves several, the money is theirs.
insert into :"at" (origin, line, own, money, currency, moment)
select origin, case when :fresh then own else line end, own, case when :fresh then amount else money end,
	case when :fresh then own_currency else currency end, moment
from (:lines) x
