-- stage_keep_not_lacking: the extract's rows that stay as they are.
insert into :"next" (:columns)
select :live_columns
from :"live" l
where l.source = :source
	and not exists (select from :"next" n where n.key_hash = l.key_hash)
	and not exists (select from pg_temp.stage_lacking k where k.key_hash = l.key_hash)
