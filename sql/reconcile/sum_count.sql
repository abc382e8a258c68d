-- reconcile_sum_count:
select count(*) from sum_whole w join sum_parts p on p.key_hash = w.key_hash and p.currency = w.currency
where w.state = 'g' and p.state = 'g'
