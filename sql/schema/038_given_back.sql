-- Movements that give back what another whole brought, such as refunds of an earlier payout's sales: how many each line has,
-- and the largest of them with what they give back.
set local role counterfoil_owner;

alter table recon.line add column elsewhere_count bigint not null default 0;
alter table recon.line add column elsewhere_sum numeric not null default 0;

create table recon.given_back (
	rule_run_id bigint not null references recon.rule_run,
	own_hash  uuid not null,
	line_no   integer not null,     -- of recon.line
	title     text not null,
	currency  text not null,
	amount    numeric not null,
	key_names text[] not null,      -- of movements
	key       text[] not null,
	original  text[],               -- the movement that it gives back; null: none is known
	whole_names text[] not null,
	whole     text[] not null,
	original_whole text[],          -- null: it is in none, or not known
	primary key (rule_run_id, own_hash, line_no, title, currency)
);

create view recon.given_back_shown as
select b.rule_run_id, b.own_hash, b.line_no, b.title, b.currency, b.amount, recon.masked(b.key, b.key_names, p.names) as key,
	recon.masked(b.original, b.key_names, p.names) as original, recon.masked(b.whole, b.whole_names, p.names) as whole,
	recon.masked(b.original_whole, b.whole_names, p.names) as original_whole
from recon.given_back b
join recon.rule_run r using (rule_run_id)
left join recon.personal p on p.rule_id = r.rule_id;

grant select on recon.given_back to counterfoil_etl, counterfoil_finance;
grant select on recon.given_back_shown to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant insert, update, delete on recon.given_back to counterfoil_etl;
