-- reconcile_carry: $1 rule run. What stood open and was not found tonight is gone only where tonight could have found
-- it: both records readable, or the absence of one provable. The other record is that of the side whose value counts.
-- What a side says of itself, such as a key that it holds twice, asks nothing of the other. Everything else is carried
-- on as it stood, with why it is one if that is part of what it says. A sum has a row for each currency.
insert into recon.observation (rule_run_id, discrepancy_id, status, event, amount, value, truth_side, truth_value,
	mirror_value, company, channel, happened_at, due_at, opened_on, first_on, case_opened_on, reason, kind, ratio,
	alike,
	truth_snapshot, truth_landing, truth_part, truth_record, truth_offset, truth_length,
	mirror_snapshot, mirror_landing, mirror_part, mirror_record, mirror_offset, mirror_length)
select distinct on (p.discrepancy_id) $1::bigint, p.discrepancy_id, p.status, 'carried', p.amount, p.value,
	p.truth_side, p.truth_value, p.mirror_value, p.company, p.channel, p.happened_at, p.due_at,
	p.opened_on, p.first_on, p.case_opened_on,
	case when p.kind in ('treatment', 'look alike')
		then coalesce(regexp_replace(p.reason, '; could not be checked tonight$', '') || '; ', '') else '' end
		|| 'could not be checked tonight',
	p.kind, p.ratio, p.alike,
	p.truth_snapshot, p.truth_landing, p.truth_part, p.truth_record, p.truth_offset, p.truth_length,
	p.mirror_snapshot, p.mirror_landing, p.mirror_part, p.mirror_record, p.mirror_offset, p.mirror_length
from previous p
left join :truth t on t.key_hash = p.key_hash
left join :"mirror" m on m.key_hash = p.key_hash
where p.side = :side and (:of)
	and not exists (select from recon.observation o where o.rule_run_id = $1 and o.discrepancy_id = p.discrepancy_id)
	and (m.state in ('r', 'c', 'u', 'x', 'n') or ((:lacking) and not (:mirror_provable))
		or (p.kind <> 'twice' and m.state = 't')
		or (p.kind not in ('twice', 'look alike')
			and (t.state in ('r', 'c', 'u', 'x', 't', 'n') or (t.key_hash is null and not (:truth_provable)))))
