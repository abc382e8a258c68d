-- Lines of two lists that are one fact told twice.  A match stands from the rule run that made it until one that ends
-- it; runs that do not count any more (replaced, retracted, overtaken, trials) neither make nor end one.
set local role counterfoil_owner;

drop table recon.match;

-- A million rows are written at once: what they refer to is not looked up again for each of them.
create table recon.match (
	rule_run_id  bigint not null,       -- of recon.rule_run, that made it
	match_no     bigint not null,
	stage        text not null check (stage in ('confirmed', 'reference', 'group', 'text', 'different', 'amount')),
	alternatives bigint not null,       -- other lines that it might have been; 0 is proof
	currency     text not null,
	first        numeric not null,      -- sum of the first list's lines
	second       numeric not null,
	first_lines  bigint not null,
	second_lines bigint not null,
	primary key (rule_run_id, match_no)
);

create table recon.match_line (
	rule_run_id bigint not null,
	match_no    bigint not null,
	list        smallint not null check (list in (0, 1)),
	key_hash    uuid not null,
	key         text[] not null,
	amount      numeric not null,
	primary key (rule_run_id, match_no, list, key_hash)
);

create table recon.match_end (
	rule_run_id bigint not null,
	match_no    bigint not null,
	ended_by    bigint not null references recon.rule_run,
	reason      text not null,
	primary key (rule_run_id, match_no, ended_by),
	foreign key (rule_run_id, match_no) references recon.match
);

-- What a rule run held together, whenever it was paired: by stage and currency.
create table recon.match_total (
	rule_run_id  bigint not null references recon.rule_run,
	stage        text not null,
	currency     text not null,
	matches      bigint not null,
	made         bigint not null,       -- of these in this run
	certain      bigint not null,       -- of these without an alternative
	first_lines  bigint not null,
	second_lines bigint not null,
	first        numeric not null,
	second       numeric not null,
	primary key (rule_run_id, stage, currency)
);

-- What a line on its own may be; for a person to say.
create table recon.suggestion (
	rule_run_id   bigint not null references recon.rule_run,
	suggestion_no bigint not null,
	first_hash    uuid not null,
	first_key     text[] not null,
	second_hash   uuid not null,
	second_key    text[] not null,
	rank          smallint not null,
	score         numeric not null,
	currency      text not null,
	first         numeric not null,
	second        numeric not null,
	days          integer,              -- from the first to the second
	primary key (rule_run_id, suggestion_no)
);

-- What people said: that lines are one, are not, or are not any more; withdrawn: nothing is said of them any longer.  The
-- newest word on the same lines counts.
create table recon.match_decision (
	decision_id bigint generated always as identity primary key,
	rule_id  text not null,
	what     text not null check (what in ('confirmed', 'rejected', 'undone', 'withdrawn')),
	actor    text not null,
	note     text not null,
	at       timestamptz not null
);

create table recon.match_decision_line (
	decision_id bigint not null references recon.match_decision,
	list     smallint not null check (list in (0, 1)),
	key_hash uuid not null,
	key      text[] not null,
	primary key (decision_id, list, key_hash)
);

-- What the two lists of a run are called, and the parts of their keys.
create table recon.match_list (
	rule_run_id bigint not null references recon.rule_run,
	list        smallint not null check (list in (0, 1)),
	name        text not null,
	key_names   text[] not null,
	primary key (rule_run_id, list)
);

create view recon.match_line_shown as
select l.rule_run_id, l.match_no, l.list, recon.masked(l.key, n.key_names, p.names) as key, l.amount
from recon.match_line l
join recon.match_list n using (rule_run_id, list)
join recon.rule_run r using (rule_run_id)
left join recon.personal p on p.rule_id = r.rule_id;

create view recon.suggestion_shown as
select s.rule_run_id, s.suggestion_no, s.first_hash, s.second_hash,
	recon.masked(s.first_key, a.key_names, p.names) as first_key,
	recon.masked(s.second_key, b.key_names, p.names) as second_key, s.rank, s.score, s.currency, s.first, s.second, s.days
from recon.suggestion s
join recon.match_list a on a.rule_run_id = s.rule_run_id and a.list = 0
join recon.match_list b on b.rule_run_id = s.rule_run_id and b.list = 1
join recon.rule_run r on r.rule_run_id = s.rule_run_id
left join recon.personal p on p.rule_id = r.rule_id;

grant select on recon.match, recon.match_line, recon.match_end, recon.match_total, recon.match_list,
	recon.match_line_shown, recon.suggestion, recon.suggestion_shown, recon.match_decision, recon.match_decision_line
	to counterfoil_etl, counterfoil_finance;
grant select on recon.match, recon.match_end, recon.match_total, recon.match_list, recon.match_decision,
	recon.match_line_shown, recon.suggestion_shown to counterfoil_auditor;
grant insert, update, delete on recon.match, recon.match_line, recon.match_end, recon.match_total, recon.match_list,
	recon.suggestion to counterfoil_etl;
grant insert on recon.match_decision, recon.match_decision_line to counterfoil_etl, counterfoil_finance;
