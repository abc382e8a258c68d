-- stage_reject_table: until the snapshot has its number.
create temporary table stage_reject (
	reject_no integer, part integer, member text, record bigint, line bigint, key text, key_plain text,
	key_hash uuid, faults jsonb, text text
)
