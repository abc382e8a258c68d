-- report_close_inputs: $1 close, $2 position. What it was made from.
select i.part, i.extract, i.title, i.status, i.reason, i.as_of, i.proven, s.business_date, s.read, s.staged, s.rejected,
	l.landing_id, l.landed_at, encode(l.seal, 'hex'), encode(l.content, 'hex'), i.snapshot_id, s.as_of_source
from recon.close_input i
left join ops.snapshot s using (snapshot_id)
left join ops.landing l using (landing_id)
where i.close_id = $1 and i.position_no = $2
order by i.input_no
