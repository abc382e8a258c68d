-- net_pace_read: the version, the database's clock in microseconds, and what is used up of each of the named limits.
select p.version, (extract(epoch from clock_timestamp()) * 1000000)::bigint, s.name, array_to_string(s.state, ' ')
from ops.pacer p
left join ops.pace s on s.account = p.account and s.name = any ($2::text[])
where p.account = $1
