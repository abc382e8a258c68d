-- report_close_reasons: $1 close, $2 position.
select reason from recon.close_reason where close_id = $1 and position_no = $2 order by reason_no
