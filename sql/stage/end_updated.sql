-- stage_end_updated: versions that end tonight because a newer one follows.
insert into :"history" (:columns, seen_until)
select :live_columns, :number
from :"live" l
where l.source = :source
	and exists (select from :"next" n where n.key_hash = l.key_hash and :same_key)
