-- reconcile_close_rests_open: $1 close, $2 position. What of a difference has no name.
select line, currency, amount from recon.close_line
where close_id = $1 and position_no = $2 and line like '% rest' and amount <> 0
order by line_no, currency collate "C"
