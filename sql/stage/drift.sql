-- stage_drift: $1 snapshot, $2 [{"drift", "path", "word", "what", "example", "count", "part", "member", "record",
-- "line"}].
insert into ops.drift (snapshot_id, drift, path, word, what, example, count, part, member, record, line)
select $1, d.drift, d.path, d.word, d.what, d.example, d.count, d.part, d.member, d.record, d.line
from jsonb_to_recordset($2) as d (drift text, path text, word text, what text, example text, count bigint, part integer,
	member text, record bigint, line bigint)
on conflict do nothing
