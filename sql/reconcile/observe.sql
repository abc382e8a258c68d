-- reconcile_observe: $1 rule run, $2 business date, $3 names of fields whose truth goes by state. A case has one age:
-- that of its oldest difference in its present unbroken life. A difference has changed with its amount or with either
-- value, not with the digits in which a number is written, and where the truth of its field has moved to another side;
-- a currency that another pair of sides tells of tonight is as it was.
insert into recon.observation (rule_run_id, discrepancy_id, status, event, amount, value, truth_side, truth_value,
	mirror_value, company, channel, happened_at, due_at, opened_on, first_on, case_opened_on, reason,
	kind, ratio, alike,
	truth_snapshot, truth_landing, truth_part, truth_record, truth_offset, truth_length,
	mirror_snapshot, mirror_landing, mirror_part, mirror_record, mirror_offset, mirror_length)
select $1, f.discrepancy_id, f.status,
	case
	when f.status not in ('open', 'warning') then 'none'
	when p.status = f.status and (p.amount is distinct from f.amount or v.changed
		or (f.field = any($3::text[]) and p.truth_side <> coalesce(f.truth_side, :leading)))
		then 'changed'
	when p.status = f.status then 'continued'
	when e.first_on is not null then 'reopened'
	else 'opened'
	end,
	f.amount, f.value, coalesce(f.truth_side, :leading), f.truth_value, f.mirror_value, f.company, f.channel,
	f.happened_at, f.due_at,
	case when f.status in ('open', 'warning')
		then case when p.status = f.status then p.opened_on else $2::date end end,
	case when f.status in ('open', 'warning') then coalesce(e.first_on, $2::date) end,
	case when f.status in ('open', 'warning') then coalesce(c.case_opened_on, $2::date) end,
	f.reason, f.kind, f.ratio, f.alike,
	ts.snapshot_id, f.truth_landing, f.truth_part, f.truth_record, f.truth_offset, f.truth_length,
	ms.snapshot_id, f.mirror_landing, f.mirror_part, f.mirror_record, f.mirror_offset, f.mirror_length
from found f
left join previous p on p.discrepancy_id = f.discrepancy_id
left join (
	select case_id, status, min(case_opened_on) as case_opened_on
	from previous
	group by case_id, status
) c on c.case_id = f.case_id and c.status = f.status
left join lateral (
	select min(o.first_on) as first_on
	from recon.observation o
	join recon.rule_run r using (rule_run_id)
	where o.discrepancy_id = f.discrepancy_id and r.state = 'current' and r.business_date < $2::date
		and o.status = f.status
) e on true
cross join lateral (
	select bool_or(case when f.amount is not null and w.before ~ n.form and w.now ~ n.form
			then w.before::numeric <> w.now::numeric else true end) as changed
	from (values (p.truth_value, f.truth_value), (p.mirror_value, f.mirror_value)) w (before, now),
		(values ('^-?[0-9]+([.][0-9]+)?$')) n (form)
	where w.before is distinct from w.now
) v
left join account ta on ta.account = f.truth_account
left join account ma on ma.account = f.mirror_account
left join ops.snapshot ts on ts.dataset = ta.dataset and ts.snapshot_no = f.truth_seen
left join ops.snapshot ms on ms.dataset = ma.dataset and ms.snapshot_no = f.mirror_seen
where f.status not in ('within tolerance', 'timing') and (f.status <> 'not comparable' or f.cause <> 'input')
