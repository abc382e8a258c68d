-- An auditor reads in SQL, too, what the rules found, but for what is personal in it: the tables' columns that may hold
-- such values are not the auditor's, views show them masked.  By the classes that are in force, so that a field that
-- becomes personal is so in all nights.
set local role counterfoil_owner;

-- The personal fields that a rule may name, as configured when it last ran.
create table recon.personal (
	rule_id text primary key,
	names   text[] not null
);
grant select on recon.personal to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update on recon.personal to counterfoil_etl;

-- Until then: those that staging keeps from auditors already.
insert into recon.personal (rule_id, names)
select r.rule_id, array(
	select distinct a.attname::text
	from pg_catalog.pg_attribute a
	join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
	where c.relnamespace = 'stage'::regnamespace and c.relname <> 'field' and a.attnum > 0 and not a.attisdropped
		and not has_column_privilege('counterfoil_auditor', c.oid, a.attnum, 'select'))
from (select distinct rule_id from recon.rule) r;

-- A key with each personal part masked; all of it where nothing is known of the rule.
create function recon.masked(parts text[], names text[], personal text[]) returns text[]
	language sql immutable parallel safe
	return case when personal is not null and not names && personal then parts
		else array(select case when personal is null or names[n] is null or names[n] = any (personal) then '•••' else p end
			from unnest(parts) with ordinality as u(p, n) order by n) end;
grant execute on function recon.masked(text[], text[], text[])
	to counterfoil_etl, counterfoil_finance, counterfoil_auditor;

create view recon.discrepancy_shown as
select d.discrepancy_id, d.case_id, d.rule_id, recon.masked(d.key, d.key_names, p.names) as key, d.key_names, d.key_hash,
	d.kind, d.field, d.side, d.currency
from recon.discrepancy d
left join recon.personal p on p.rule_id = d.rule_id;

-- Values of a personal field, and the key of which a reason speaks, stand masked.
create view recon.observation_shown as
select o.rule_run_id, o.discrepancy_id, o.status, o.event, o.amount, o.value, o.truth_side,
	case when o.truth_value is not null and h.value then '•••' else o.truth_value end as truth_value,
	case when o.mirror_value is not null and h.value then '•••' else o.mirror_value end as mirror_value,
	o.company, o.channel, o.happened_at, o.due_at, o.opened_on, o.first_on, o.case_opened_on,
	case when o.reason is not null and h.reason then '•••' else o.reason end as reason,
	o.kind, o.ratio, o.alike, o.group_no,
	o.truth_snapshot, o.truth_landing, o.truth_part, o.truth_record, o.truth_offset, o.truth_length,
	o.mirror_snapshot, o.mirror_landing, o.mirror_part, o.mirror_record, o.mirror_offset, o.mirror_length,
	o.truth_text, o.mirror_text
from recon.observation o
join recon.discrepancy d using (discrepancy_id)
left join recon.personal p on p.rule_id = d.rule_id
cross join lateral (
	select p.names is null or d.field = any (p.names) as value,
		o.kind = 'look alike' and (p.names is null or d.key_names && p.names) as reason
) h;

grant select on recon.discrepancy_shown, recon.observation_shown
	to counterfoil_etl, counterfoil_finance, counterfoil_auditor;

revoke select on recon.discrepancy, recon.observation from counterfoil_auditor;
grant select (discrepancy_id, case_id, rule_id, key_names, key_hash, kind, field, side, currency) on recon.discrepancy
	to counterfoil_auditor;
grant select (rule_run_id, discrepancy_id, status, event, amount, value, truth_side, company, channel, happened_at,
	due_at, opened_on, first_on, case_opened_on, kind, ratio, alike, group_no,
	truth_snapshot, truth_landing, truth_part, truth_record, truth_offset, truth_length,
	mirror_snapshot, mirror_landing, mirror_part, mirror_record, mirror_offset, mirror_length,
	truth_text, mirror_text) on recon.observation to counterfoil_auditor;
