-- stage_unconfirm_state: as the hash of a row in another state.
update :"next" n
set state = 'u', seen_from = :number,
	row_hash = encode(set_byte(uuid_send(n.row_hash), 0, get_byte(uuid_send(n.row_hash), 0)
		# case n.state when 'g' then 0 else ascii(n.state::text) end # ascii('u')), 'hex')::uuid
from pg_temp.stage_lacking k
where k.key_hash = n.key_hash
