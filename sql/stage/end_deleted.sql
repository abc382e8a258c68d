-- stage_end_deleted: versions that end tonight because the source has the key no more.
insert into :"history" (:columns, seen_until)
select :live_columns, :number
from pg_temp.stage_lacking k
join :"live" l on l.key_hash = k.key_hash
where l.source = :source
