-- stage_segment_clear: what stays lives in the next table.
delete from :"live" l
using :"next" n
where n.key_hash = l.key_hash and n.source = l.source and n.seen_from < :number
