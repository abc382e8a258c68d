-- reconcile_close_unstated: $1 close, $2 position. Currencies that have a closing and no balance of the provider's.
select c.currency
from recon.close_line c
where c.close_id = $1 and c.position_no = $2 and c.line = 'closing' and c.amount <> 0 and not exists (
	select from recon.close_line b
	where b.close_id = c.close_id and b.position_no = c.position_no and b.currency = c.currency and b.line = 'balance')
order by c.currency collate "C"
