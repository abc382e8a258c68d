-- cli_trace_keys: which keys are meant.  $1 what :of asks for; $2 at most.
select key_hash, count(*) over ()
from (
	select key_hash, :keys from :"live" where :of
	union
	select key_hash, :keys from :"history" where :of
) k
order by :order, key_hash
limit $2::bigint
