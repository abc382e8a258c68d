-- stage_mark_unchanged: the first record was the live row as it stands, so it did not travel; a later one changes its
-- state.
insert into :"next" (:columns)
select :live_columns
from :"live" l
join pg_temp.stage_mark m on m.key_hash = l.key_hash
where l.source = :source and m.state is not null
	and not exists (select from :"next" n where n.key_hash = l.key_hash)
