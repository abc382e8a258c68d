-- stage_mark_same: what comes to the live row as it stands is no change.
delete from :"next" n
using pg_temp.stage_mark m, :"live" l
where m.key_hash = n.key_hash and l.key_hash = n.key_hash and l.source = :source and l.row_hash = n.row_hash
