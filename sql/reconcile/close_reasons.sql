-- reconcile_close_reasons: $1 close, $2 position, $3 reasons.
insert into recon.close_reason
select $1::bigint, $2::integer, r.number, r.reason
from unnest($3::text[]) with ordinality as r (reason, number)
