-- stage_aside: a snapshot of an earlier date, whole.
insert into :"aside" (:columns, snapshot_no)
select :next_columns, :number
from :"next" n
