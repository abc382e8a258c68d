-- stage_lacking_outside: what lies outside the window is not lacking.
delete from pg_temp.stage_lacking k
using :"live" l
where l.key_hash = k.key_hash and l.source = $1
	and (l.:"field" between cast($2 as :type) and cast($3 as :type)) is not true
