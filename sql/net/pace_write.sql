-- net_pace_write: what is used up of each, if nobody has changed the account since that version.
with taken as (
	update ops.pacer p set version = p.version + 1 where p.account = $1 and p.version = $2 returning p.account
)
insert into ops.pace as s (account, name, state)
select t.account, n.name, string_to_array(n.state, ' ')::bigint[]
from taken t
cross join unnest($3::text[], $4::text[]) as n (name, state)
on conflict (account, name) do update set state = excluded.state
