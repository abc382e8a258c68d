-- What each whole consists of, by lines, where the parts are told apart: kept when it is first known and whenever it has
-- become another, so the newest of a whole is what holds. Its key stands masked for those who may not read it.
set local role counterfoil_owner;

create table recon.whole_line (
	rule_run_id bigint not null references recon.rule_run,
	key_hash  uuid not null,        -- to join with staged rows; not evidence
	key       text[] not null,
	key_names text[] not null,
	currency  text not null,
	line_no   integer not null,     -- of recon.line; -2: the whole itself
	title     text not null,
	count     bigint not null,
	sum       numeric not null,
	primary key (rule_run_id, key_hash, currency, line_no, title)
);
create index on recon.whole_line (key_hash);

create view recon.whole_line_shown as
select l.rule_run_id, l.key_hash, recon.masked(l.key, l.key_names, p.names) as key, l.key_names, l.currency, l.line_no,
	l.title, l.count, l.sum
from recon.whole_line l
join recon.rule_run r using (rule_run_id)
left join recon.personal p on p.rule_id = r.rule_id;

grant select on recon.whole_line to counterfoil_etl, counterfoil_finance;
grant select on recon.whole_line_shown to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on recon.whole_line to counterfoil_etl;
