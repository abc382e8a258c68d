-- reconcile_chain_standing: $1 rule run, $2 cut, $3 zone. What stands before each hop, by the days since the hop before
-- was reached; and what came to a hop from nowhere, or beyond what it is worth.
insert into recon.hop_line (rule_run_id, hop_no, line, days, currency, count, amount)
select $1, hop, status, days, currency, count(*), coalesce(sum(money), 0)
from (
	select c.*,
		case when status = 'ends' then -1 when age < 2 then 0 when age < 8 then 2 when age < 31 then 8 else 31 end
			as days
	from chain_lack c
	cross join lateral (
		select coalesce(($2::timestamptz at time zone $3)::date - (moment at time zone $3)::date, 0)) a (age)
) c
group by hop, status, days, currency
union all
select $1, h.hop_no, 'unexpected', -1, coalesce(f.currency, ''), count(*), coalesce(sum(f.amount), 0)
from finding f
join recon.hop h on h.rule_run_id = $1 and h.name = f.side
where f.kind in ('unexpected', 'residual')
group by h.hop_no, coalesce(f.currency, '')
