-- What was read at two moments: which differences the movements between them come to, and where these cannot be told.
-- And quantities that one side does not track, which are no zero.
set local role counterfoil_owner;

create or replace function recon.cause(state "char") returns text
	language sql immutable parallel safe
	return case state when 'r' then 'unreadable' when 'c' then 'currencies' when 'u' then 'unconfirmed' when 't' then 'twice'
		when 'f' then 'filtered' when 'x' then 'input' when 'n' then 'untracked'
		when 'm' then 'movements' end;

alter table recon.not_comparable drop constraint not_comparable_cause_check;
alter table recon.not_comparable add constraint not_comparable_cause_check
	check (cause in ('unreadable', 'currencies', 'unconfirmed', 'twice', 'filtered', 'input', 'untracked', 'movements'));

-- The two moments of a rule run; parts_at is null where both sides are of one, and both are where a side was read at
-- several.
create table recon.timing_window (
	rule_run_id    bigint primary key references recon.rule_run,
	whole_at       timestamptz,
	parts_at       timestamptz,
	key_names      text[] not null,  -- of the rule's keys
	movement_names text[] not null   -- of the movements' keys
);

-- Each difference that was held against what moved.
create table recon.timing (
	rule_run_id bigint not null references recon.rule_run,
	key_hash    uuid not null,
	key         text[] not null,
	currency    text not null,
	difference  numeric not null,    -- the parts less the whole
	movements   bigint not null,
	moved       numeric not null,    -- their sum, as it stands in the parts less the whole
	explained   boolean not null,
	primary key (rule_run_id, key_hash, currency)
);

create table recon.timing_movement (
	rule_run_id bigint not null,
	key_hash    uuid not null,
	currency    text not null,
	own_hash    uuid not null,
	own_key     text[] not null,
	moved_at    timestamptz not null,
	amount      numeric not null,    -- as its list has it
	snapshot_id bigint,
	landing     integer, part integer, record bigint,
	primary key (rule_run_id, key_hash, currency, own_hash),
	foreign key (rule_run_id, key_hash, currency) references recon.timing
);

create view recon.timing_shown as
select t.rule_run_id, t.key_hash, recon.masked(t.key, w.key_names, p.names) as key, t.currency, t.difference, t.movements,
	t.moved, t.explained
from recon.timing t
join recon.timing_window w using (rule_run_id)
join recon.rule_run r using (rule_run_id)
left join recon.personal p on p.rule_id = r.rule_id;

create view recon.timing_movement_shown as
select m.rule_run_id, m.key_hash, m.currency, recon.masked(m.own_key, w.movement_names, p.names) as own_key, m.moved_at,
	m.amount, m.snapshot_id, m.landing, m.part, m.record
from recon.timing_movement m
join recon.timing_window w using (rule_run_id)
join recon.rule_run r using (rule_run_id)
left join recon.personal p on p.rule_id = r.rule_id;

grant select on recon.timing_window, recon.timing_shown, recon.timing_movement_shown
	to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant select on recon.timing, recon.timing_movement to counterfoil_etl, counterfoil_finance;
grant insert, update, delete on recon.timing_window, recon.timing, recon.timing_movement to counterfoil_etl;
