-- reconcile_sum_compare: $1 tolerance as an amount, $2 in percent of the whole. Exact, by currency: amounts of
-- different currencies are never added.  While a part's input is not there, a difference may be what is not known.
insert into finding
select
	case
	when f.status = 'not comparable' then 'not comparable'
	when f.others is not null then 'currency'
	when s.state is null then 'missing'
	when :is_rounding then 'rounding'
	else 'residual'
	end,
	coalesce(w.alone, ''), 'parts', w.key_hash, w.key, f.status,
	case when f.status = 'not comparable' then
		case when w.state in ('r', 'u', 't', 'x', 'n') then :whole_reason
			when s.state in ('r', 'u', 't', 'x', 'n') then :parts_reason
			else :absent_reason end
	end,
	case when f.status = 'not comparable' then coalesce(recon.cause(nullif(w.state, 'f')),
		recon.cause(nullif(s.state, 'f')), 'input') end,
	w.currency,
	case when f.status <> 'not comparable' and f.others is null then r.residual end,
	abs(case when f.status = 'not comparable' then w.worth else w.amount end),
	case when f.status = 'not comparable' then null when f.others is null then w.amount::text else w.currency end,
	case when f.status = 'not comparable' then null when f.others is null then p.amount::text else f.others end,
	w.company, w.channel, w.happened_at,
	case when f.status = 'open' then 0 end,
	case when w.amount <> 0 then round(p.amount / w.amount, 4) end, null,
	w.account, w.seen_from, w.landing, w.part, w.record, w.place_offset, w.place_length,
	p.account, p.seen_from, p.landing, p.part, p.record, p.place_offset, p.place_length,
	null, w.names
from sum_whole w
left join sum_parts p on p.key_hash = w.key_hash and p.currency = w.currency
cross join lateral (select coalesce(p.amount, 0) - w.amount as residual) r
cross join lateral (
	select case when p.key_hash is not null then p.state
			else (select o.state from sum_parts o where o.key_hash = w.key_hash order by o.currency limit 1)
		end as state,
		case when p.key_hash is not null then p.account
			else (select o.account from sum_parts o where o.key_hash = w.key_hash order by o.currency limit 1)
		end as account
) s
cross join lateral (
	select
		case
		when w.state in ('r', 'u', 'x', 't', 'n') or s.state in ('r', 'u', 'x', 't', 'n') then 'not comparable'
		when (p.key_hash is null or r.residual <> 0) and not (:provable) then 'not comparable'
		when p.key_hash is not null and abs(r.residual) <= greatest($1::numeric, abs(w.amount) * $2::numeric / 100)
			then 'within tolerance'
		else 'open'
		end as status,
		case when p.key_hash is null and w.amount <> 0 and w.state = 'g' and s.state in ('g', 'f', 'o') then (
			select string_agg(o.currency, ', ' order by o.currency) from sum_parts o
			where o.key_hash = w.key_hash and o.amount <> 0 and not exists (
				select from sum_whole v where v.key_hash = o.key_hash and v.currency = o.currency))
		end as others
) f
where w.state not in ('f', 'o', 'y') and coalesce(s.state, 'g') <> 'y'
	and (r.residual <> 0 or w.state <> 'g' or coalesce(s.state, 'g') not in ('g', 'f', 'o'))
	and not (w.state not in ('r', 'u', 'x') and coalesce(s.state, 'g') not in ('r', 'u', 'x')
		and exists (select from finding t where t.kind = 'twice' and t.key_hash = w.key_hash))
