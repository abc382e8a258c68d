-- stage_delete
delete from :"live" l
using pg_temp.stage_lacking k
where k.key_hash = l.key_hash and l.source = :source
