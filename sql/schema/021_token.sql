-- What accounts at other systems were given and may be used once only: refresh tokens, and the tokens that came with them.
-- Sealed with a key that is not in this database; nobody but a run needs them.
set local role counterfoil_owner;

create table ops.token (
	account    text primary key,
	sealed     text,                       -- base64; null: nothing yet
	changed_at timestamptz not null default clock_timestamp()
);

grant select, insert, update on ops.token to counterfoil_etl;
