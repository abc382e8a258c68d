-- run_staged_oldest: of such rows of a dataset the oldest moment in one field.
select min(:field::timestamptz)
from (select state, :columns from :"table") r
where r.state = 'g' and (:where)
