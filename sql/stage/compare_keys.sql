-- stage_compare_keys: 1 if both tables hold the same keys under the same hashes.
select (l.keys = n.keys)::int
from (select bit_xor(hash_record_extended(row(l.key_hash, :live_key), 0)) as keys
	from :"live" l where l.source = :source) l,
	(select bit_xor(hash_record_extended(row(n.key_hash, :next_key), 0)) as keys
	from :"next" n where n.seen_from = :number) n
