-- run_crosswalk_touched: how many rows of an extract have one of the values $1 in a field.  $2 dataset, $3 extract.
select count(*)
from :"live" t
join ops.source s on s.dataset = $2 and s.source = t.source
where s.extract = $3 and t.:"field"::text = any ($1::text[])
