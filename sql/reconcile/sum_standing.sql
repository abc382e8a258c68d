-- reconcile_sum_standing: $1 rule run. Each key and currency in one line, by what tonight found of it. Of a key that
-- was compared its opening items were not: they stand in their own line, with their amounts but without a count.
insert into recon.standing (rule_run_id, line, currency, count, whole, parts)
with
answer as (
	select distinct on (key_hash, currency) key_hash, coalesce(currency, '') as currency,
		case status
		when 'open' then case
			when kind in ('missing', 'unexpected', 'residual', 'rounding', 'counted twice', 'currency', 'twice')
				then kind
			else 'residual' end
		when 'pending' then case when kind = 'unexpected' then 'not paid out' else 'waiting' end
		else status
		end as line
	from found
	where kind not in ('tolerance', 'undeclared', 'oversell', 'dead')
	order by key_hash, currency, status = 'not comparable' desc, kind = 'twice' desc, kind collate "C"
),
paired as (
	select coalesce(w.key_hash, p.key_hash) as key_hash, coalesce(w.currency, p.currency) as currency,
		coalesce(w.state, 'g') as whole_state, coalesce(p.state, 'g') as parts_state, w.key_hash is null as alone,
		coalesce(w.amount, 0) as whole, coalesce(p.amount, 0) as parts, coalesce(w.total, 0) as whole_total,
		coalesce(p.total, 0) as parts_total
	from sum_whole w
	full join sum_parts p on p.key_hash = w.key_hash and p.currency = w.currency
),
by_key as (
	select key_hash, max(line) as line
	from answer
	where line in ('not comparable', 'waiting', 'twice')
	group by key_hash
),
placed as (
	select b.*, a.line as found, k.line as with_it,
		case when b.alone and a.line is null
			then (select string_agg(w.state::text, '') from sum_whole w where w.key_hash = b.key_hash) end as elsewhere
	from paired b
	left join answer a on a.key_hash = b.key_hash and a.currency = b.currency
	left join by_key k on k.key_hash = b.key_hash
),
judged as (
	select currency, whole, parts, whole_total, parts_total,
		case
		when found is not null then found
		when 'y' in (whole_state, parts_state) or elsewhere like '%y%' then 'young'
		when with_it = 'twice' or (alone and with_it is not null) then with_it
		when whole_state in ('r', 'u', 't', 'x', 'n') or parts_state in ('r', 'u', 't', 'x', 'n') then 'not comparable'
		when whole_state = 'o' or (alone and elsewhere is null and parts_state = 'o') or elsewhere like '%o%'
			then 'opening'
		when whole_state = 'f' or elsewhere = 'f' then 'filtered'
		when elsewhere is not null then 'currency'
		else 'agreed'
		end as line
	from placed
),
lines (line, currency, count, whole, parts) as (
	select line, currency, 1 as count,
		case when line in ('young', 'opening', 'filtered', 'not comparable', 'twice') then whole_total else whole end,
		case when line in ('young', 'opening', 'filtered', 'not comparable', 'twice') then parts_total else parts end
	from judged
	union all
	select 'opening', currency, 0, whole_total - whole, parts_total - parts
	from judged
	where line not in ('young', 'opening', 'filtered', 'not comparable', 'twice')
		and (whole_total <> whole or parts_total <> parts)
)
select $1, line, currency, sum(count), sum(whole), sum(parts)
from lines
group by line, currency
having sum(count) > 0 or sum(whole) <> 0 or sum(parts) <> 0
