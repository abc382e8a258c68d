-- reconcile_close_previous_inputs: $1 close, $2 position. The movements' lists that it read, and whether what it
-- read of each still stands.
select i.extract, i.snapshot_no, s.state = 'live'
from recon.close_input i
join ops.snapshot s using (snapshot_id)
where i.close_id = $1 and i.position_no = $2 and i.part = 'movements'
order by i.input_no
