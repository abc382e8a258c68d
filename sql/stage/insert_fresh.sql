-- stage_insert_fresh: the rows of keys that the source has for the first time.
insert into :"live" (:columns)
select :next_columns
from :"next" n
join pg_temp.stage_fresh k on k.key_hash = n.key_hash
on conflict (key_hash, source) do nothing
