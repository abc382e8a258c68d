-- cli_trace_chain_input: $1 rule run, $2 side, $3 extract, $4 its live table.  What the answer was made from: the
-- number of the snapshot, its source, whether it stands aside and whether nothing came after it; and which columns of
-- the table may be read.
select s.snapshot_no, s.source, s.state = 'aside', s.state = 'live' and not exists (
		select from ops.snapshot n
		where n.dataset = s.dataset and n.source = s.source and n.state = 'live' and n.snapshot_no > s.snapshot_no),
	array_to_string(array(
		select attname from pg_attribute
		where attrelid = to_regclass($4) and attnum > 0 and not attisdropped
			and has_column_privilege(to_regclass($4), attnum, 'select')), chr(31))
from recon.input i
join ops.snapshot s using (snapshot_id)
where i.rule_run_id = $1 and i.side = $2 and i.extract = $3
