-- report_close_waiting: $1 close.
select w.rule_id, n.title, w.currency, w.business_date, w.count, w.amount, w.gone, w.gone_amount, w.late, w.late_amount
from recon.close_waiting w
left join lateral (
	select title from recon.close_night n where n.close_id = w.close_id and n.rule_id = w.rule_id limit 1
) n on true
where w.close_id = $1
order by w.rule_id collate "C", w.currency collate "C"
