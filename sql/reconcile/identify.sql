-- reconcile_identify: $1 rule. The event's own time, where the row has none, is the as_of of the snapshot that showed
-- this version of it; what was seen on an earlier night keeps the time it had then, because a clock does not restart
-- when a value changes.  What stands under its own key, because it names nothing, is told apart from what stands under
-- the rule's by the name of what it lacks; and so is a row that lacks a value, or is like another by some fields.  What
-- cannot be told of one side beside several others is said once, beside the leading side if that is among them.
insert into found
select distinct on (i.discrepancy_id)
	f.kind, f.field, f.side, f.key_hash, f.key, f.status, f.reason, f.cause, f.currency, f.amount, f.value,
	f.truth_value, f.mirror_value, f.company, f.channel,
	coalesce(f.happened_at, p.happened_at, s.as_of),
	f.clock, f.ratio, f.alike,
	f.truth_account, f.truth_seen, f.truth_landing, f.truth_part, f.truth_record, f.truth_offset, f.truth_length,
	f.mirror_account, f.mirror_seen, f.mirror_landing, f.mirror_part, f.mirror_record, f.mirror_offset, f.mirror_length,
	f.truth_side, f.names, i.discrepancy_id, recon.case_identity($1, f.key), null
from finding f
cross join lateral (select recon.identity($1, f.key,
	case when f.kind = 'different' then f.field
		when f.names is null
			and (f.kind not in ('lacking', 'look alike', 'rounding', 'treatment') or f.field = '') then f.kind
		else f.kind || ' ' || f.field end,
	f.side, f.currency)) i (discrepancy_id)
left join previous p on p.discrepancy_id = i.discrepancy_id
left join account a on a.account = coalesce(f.truth_account, f.mirror_account)
left join ops.snapshot s on s.dataset = a.dataset and s.snapshot_no = coalesce(f.truth_seen, f.mirror_seen)
order by i.discrepancy_id, f.amount desc nulls last, coalesce(f.truth_side, :leading) <> :leading, f.field,
	f.reason collate "C", f.value desc nulls last
