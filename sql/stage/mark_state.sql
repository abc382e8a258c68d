-- stage_mark_state: as the hash of a row in another state: the first byte XORed with it.
update :"next" n
set state = m.state, seen_from = :number,
	row_hash = encode(set_byte(uuid_send(n.row_hash), 0, get_byte(uuid_send(n.row_hash), 0)
		# ascii(m.state::text)), 'hex')::uuid
from pg_temp.stage_mark m
where m.key_hash = n.key_hash and m.state is not null and n.state = 'g'
