-- run_staged_values: what the good rows of a dataset hold in one field, each once.
select distinct :field::text
from (select state, :columns from :"table") r
where r.state = 'g' and :field is not null and (:where)
