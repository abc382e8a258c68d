-- report_close_lines: $1 close, $2 position.
select currency, line, title, declared, count, amount
from recon.close_line where close_id = $1 and position_no = $2
order by currency collate "C", line_no
