-- reconcile_sum_compare: $1 tolerance as an amount, $2 in percent of the whole. Exact, by currency: amounts of
-- different currencies are never added.
insert into finding
select
	case
	when f.status = 'not comparable' then 'not comparable'
	when f.other then 'currency'
	when p.key_hash is null then 'missing'
	else 'residual'
	end,
	'', 'parts', w.key_hash, w.key, f.status,
	case when f.status = 'not comparable' then
		case when w.state in ('r', 'u', 't', 'x') then :whole_reason
			when p.state in ('r', 'u', 't', 'x') then :parts_reason
			else :absent_reason end
	end,
	case when f.status = 'not comparable' then coalesce(recon.cause(nullif(w.state, 'f')),
		recon.cause(nullif(p.state, 'f')), 'input') end,
	w.currency,
	case when not f.other then f.residual end,
	abs(case when f.status = 'not comparable' then w.worth else w.amount end),
	w.amount::text, p.amount::text, w.company, w.channel, w.happened_at,
	case when f.status = 'open' then 0 end,
	case when w.amount <> 0 then round(p.amount / w.amount, 4) end, null,
	w.account, w.seen_from, w.landing, w.part, w.record, w.place_offset, w.place_length,
	p.account, p.seen_from, p.landing, p.part, p.record, p.place_offset, p.place_length
from sum_whole w
left join sum_parts p on p.key_hash = w.key_hash and p.currency = w.currency
cross join lateral (
	select coalesce(p.amount, 0) - w.amount as residual,
		p.key_hash is null and exists (select from sum_parts o where o.key_hash = w.key_hash and o.state = 'g') as other
) r
cross join lateral (
	select r.residual, r.other,
		case
		when w.state in ('r', 'u', 't', 'x') or p.state in ('r', 'u', 't', 'x') then 'not comparable'
		when p.key_hash is null and not (:provable) then 'not comparable'
		when p.key_hash is not null and abs(r.residual) <= greatest($1::numeric, abs(w.amount) * $2::numeric / 100)
			then 'within tolerance'
		else 'open'
		end as status
) f
where w.state not in ('f', 'o', 'y') and coalesce(p.state, 'g') <> 'y'
	and (r.residual <> 0 or r.other or w.state <> 'g' or coalesce(p.state, 'g') not in ('g', 'f', 'o'))
