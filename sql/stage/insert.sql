-- stage_insert: what is left once the index has turned away the rows that are there.
insert into :"live" (:columns)
select :next_columns
from :"next" n
on conflict (key_hash, source) do nothing
