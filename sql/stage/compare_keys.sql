-- stage_compare_keys: 1 if the new table holds the keys of the old one under the same hashes, but for those that are
-- lacking and fresh tonight.  Exclusive or takes a part out of a whole as it puts it in, so that both tables are only
-- read, not joined.
select ((select coalesce(bit_xor(hash_record_extended(row(l.key_hash, :live_key), 0)), 0)
		from :"live" l where l.source = :source)
	# (select coalesce(bit_xor(hash_record_extended(row(l.key_hash, :live_key), 0)), 0)
		from :"live" l join pg_temp.stage_lacking k on k.key_hash = l.key_hash where l.source = :source)
	= (select coalesce(bit_xor(hash_record_extended(row(n.key_hash, :next_key), 0)), 0)
		from :"next" n where n.seen_from = :number)
	# (select coalesce(bit_xor(hash_record_extended(row(n.key_hash, :next_key), 0)), 0)
		from :"next" n join pg_temp.stage_fresh k on k.key_hash = n.key_hash))::int
