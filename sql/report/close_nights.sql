-- report_close_nights: $1 close.
select business_date, rule_id, title, verdict from recon.close_night
where close_id = $1
order by rule_id collate "C", business_date
