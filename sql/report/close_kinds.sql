-- report_close_kinds: $1 close, $2 position. Its items by kind.
select against, currency, kind, count(*), sum(amount), sum(abs(amount)), max(age)
from recon.close_item where close_id = $1 and position_no = $2
group by against, currency, kind
order by against collate "C", currency collate "C", kind collate "C"
