-- stage_count_updated: rows of the old table that a row of the new one follows, by hash and key.
select count(*)
from :"next" n
join :"live" l on l.key_hash = n.key_hash
where l.source = :source and n.seen_from = :number and :same_key
