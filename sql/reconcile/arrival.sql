-- reconcile_arrival: $1 rule run, $2 cut, $3 mirror, $4 lag for people, $5 its seconds, $6 zone, $7 days of events and
-- $8 what the lag's business days come to from each; both are empty where the lag is a span.  A row is seen from the
-- list on in which its key stood first, and it is late if the one before, which lacked it, was made when its time had
-- passed.  Of what stood in the first list of all nobody knows since when: it is never late, and tells nothing of the
-- delay.
insert into recon.arrival (rule_run_id, side, currency, channel, lag, due, due_amount, arrived, arrived_amount, late,
	late_amount, unknown, median, most)
with
days (day, days) as (
	select * from unnest($7::date[], $8::integer[])
),
seen as (
	select key_hash, min(as_of) as at, min(before) as before
	from (:seen) s
	group by key_hash
),
expected as (
	select t.key_hash, coalesce(t.currency, '') as currency, coalesce(t.channel, '') as channel, t.value, t.happened_at,
		coalesce(((t.happened_at at time zone $6) + make_interval(days => b.days)) at time zone $6,
			t.happened_at + make_interval(secs => $5::double precision)) as due_at,
		m.key_hash is not null as arrived
	from :"truth" t
	left join :"mirror" m on m.key_hash = t.key_hash
	left join days b on b.day = (t.happened_at at time zone $6)::date
	where t.state = 'g' and t.happened_at is not null and (:expect) and (:provable)
),
timed as (
	select e.*, e.arrived and s.before >= e.due_at as late,
		case when e.arrived and s.before > '-infinity'
			then greatest(extract(epoch from s.at - e.happened_at), 0)::bigint end as delay
	from expected e
	left join seen s on s.key_hash = e.key_hash
	where e.due_at <= $2::timestamptz
)
select $1, $3, currency, channel, $4, count(*), sum(value), count(*) filter (where arrived),
	sum(case when arrived then value else 0 * value end), count(*) filter (where late),
	sum(case when late then value else 0 * value end),
	count(*) filter (where arrived and delay is null), percentile_disc(0.5) within group (order by delay),
	percentile_disc(0.95) within group (order by delay)
from timed
group by currency, channel
