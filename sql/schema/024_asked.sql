-- Reports that other systems were asked for and that are not landed yet, so that a run that was killed takes up the one
-- that is being made, and asks for no second one.
set local role counterfoil_owner;

create table ops.asked (
	extract       text not null,
	business_date date not null,
	request       bytea not null,              -- SHA-256 of what was asked for
	key           text not null,               -- of ours: with the same one nothing is done twice
	id            text,                        -- the system's; null: it has not answered yet, as far as we know
	asked_at      timestamptz not null,        -- before it was
	primary key (extract, business_date, request)
);

grant select on ops.asked to counterfoil_finance, counterfoil_auditor;
grant select, insert, update, delete on ops.asked to counterfoil_etl;
