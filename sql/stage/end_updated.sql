-- stage_end_updated: versions that end tonight because a newer one follows.
insert into :"history" (:columns, seen_until)
select :live_columns, :number
from :"next" n
join :"live" l on l.key_hash = n.key_hash
where l.source = :source and :same_key
