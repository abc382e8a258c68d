-- reconcile_sum_unexpected: Parts that belong to nothing, and those in a currency in which their whole has no amount.
-- What names nothing may do so for as long as the rule says that it is carried.
-- Of those that cannot be told nothing is known.
insert into finding
select
	case when f.status = 'not comparable' then 'not comparable' when k.wholes = 0 then 'unexpected' else 'residual' end,
	coalesce(p.alone, ''), 'parts', p.key_hash, p.key, f.status,
	case
	when p.state <> 'g' then (:parts_reason) || coalesce(', whose ' || p.alone || ' is not known', '')
	when k.filtered then :filtered_reason
	when f.status = 'not comparable' then case when k.wholes = 0 then :reason else :absent_reason end
	when p.alone is not null then 'names no ' || p.alone
	end,
	case
	when f.status <> 'not comparable' then null
	when p.state <> 'g' then recon.cause(p.state)
	when k.filtered then 'filtered'
	else 'input'
	end,
	p.currency, case when f.status = 'open' then p.amount end, abs(p.worth), null,
	case when f.status = 'open' then p.amount::text end, p.company, p.channel,
	p.happened_at, case when p.alone is not null then 1 end, null, null, null, null, null, null, null, null, null,
	p.account, p.seen_from, p.landing, p.part, p.record, p.place_offset, p.place_length,
	null, p.names
from sum_parts p
left join sum_whole w on w.key_hash = p.key_hash and w.currency = p.currency
cross join lateral (
	select count(*) as wholes, coalesce(bool_and(state = 'f'), false) as filtered,
		coalesce(bool_or(state in ('r', 'u', 'x', 't', 'n', 'o', 'y')), false) as told,
		coalesce(bool_or(amount <> 0 and not exists (
			select from sum_parts o where o.key_hash = v.key_hash and o.currency = v.currency)), false) as currency
	from sum_whole v
	where v.key_hash = p.key_hash
) k
cross join lateral (
	select case
		when p.state <> 'g' or k.filtered then 'not comparable'
		when k.wholes = 0 and p.alone is null and not (:provable) then 'not comparable'
		when k.wholes > 0 and not (:parts_provable) then 'not comparable'
		else 'open'
		end as status
) f
where (w.key_hash is null or w.state = 'f')
	and case
	when p.state = 'g' then p.amount <> 0 and not k.told and not k.currency
	when p.state in ('r', 'u', 'n') then k.wholes = 0 or k.filtered
	when p.state = 't' then (k.wholes = 0 or k.filtered)
		and not exists (select from finding t where t.kind = 'twice' and t.key_hash = p.key_hash)
	when p.state = 'x' then k.wholes = 0 and p.alone is null and not (:provable)
	else false
	end
