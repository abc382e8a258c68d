-- reconcile_timing_judge: $1 the two moments in words, $2 why nothing can be told of any key, or null. What moved is
-- held against what differs.  Where it is not known what moved nothing is known of the difference.
with
doubted as (
	select d.key_hash, min(d.doubt) as doubt
	from (
		select key_hash, doubt::text from movement where doubt is not null
		union all
		select k.key_hash, v.doubt::text from (:kits) k join movement v on v.key_hash = k.component_hash
		where v.doubt is not null
	) d
	group by d.key_hash
),
judged as (
	select f.ctid as place, coalesce(m.count, 0) as count, coalesce(m.sum, 0) as sum,
		case when :unread then 'x' when d.doubt is not null or $2::text is not null then 'm' end::"char" as doubt,
		case when :unread then :unread_reason
			else 'what moved ' || $1 || ' cannot be told: ' || coalesce($2::text, case d.doubt
				when 'r' then 'an unreadable movement' when 't' then 'a movement that stands twice'
				else 'an unconfirmed movement' end)
		end as doubt_reason
	from finding f
	left join moved m on m.key_hash = f.key_hash and m.currency = coalesce(f.currency, '')
	left join doubted k on k.key_hash = f.key_hash
	cross join (select min(doubt::text) as doubt from movement where doubt is not null and anywhere) w
	cross join lateral (select least(k.doubt, w.doubt) as doubt) d
	where f.status = 'open' and f.field = ''
		and f.kind in ('residual', 'counted twice', 'rounding', 'missing', 'unexpected')
)
update finding f set
	status = case when j.doubt is not null then 'not comparable' when j.count > 0 and j.sum = f.amount then 'timing'
		else 'open' end,
	kind = case when j.doubt is not null then 'not comparable' else f.kind end,
	cause = recon.cause(j.doubt),
	reason = case when j.doubt is not null then j.doubt_reason
		when j.count = 0 then concat_ws('; ', f.reason, 'nothing moved ' || $1)
		else concat_ws('; ', f.reason, j.count || case j.count when 1 then ' movement ' else ' movements ' end || $1
			|| case j.count when 1 then ' accounts for ' else ' account for ' end || trim_scale(j.sum)) end,
	amount = case when j.doubt is null then f.amount end,
	truth_value = case when j.doubt is null then f.truth_value end,
	mirror_value = case when j.doubt is null then f.mirror_value end,
	clock = case when j.doubt is null then f.clock end,
	ratio = case when j.doubt is null then f.ratio end
from judged j
where f.ctid = j.place
