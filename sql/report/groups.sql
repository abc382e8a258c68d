-- $1 rule run.  Each group with its first keys as examples.
select g.group_no, g.title, g.currency, g.count, g.gross, g.net,
	(select array_to_string(array_agg(array_to_string(x.key, chr(31), '') order by x.place), chr(30))
	from (
		select d.key, row_number() over (order by abs(o.amount) desc nulls last, d.key collate "C",
			o.discrepancy_id) as place
		from recon.observation o
		join recon.discrepancy_shown d using (discrepancy_id)
		where o.rule_run_id = $1 and o.group_no = g.group_no and d.currency = g.currency
		order by place
		limit 3
	) x) as examples, g.signature
from recon.cause_group g
where g.rule_run_id = $1
order by g.group_no, g.currency collate "C"
