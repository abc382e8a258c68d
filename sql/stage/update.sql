-- stage_update: the same row takes the new version (HOT); joined on hash and key.
update :"live" l
set (:set) = row(:from)
from :"next" n
where n.key_hash = l.key_hash and l.source = :source and :same_key
