-- 001_roles_and_ops: the four roles, the schemas, and what the folder db remembers: migrations, settings, the audit chain, claims.
--
-- Roles belong to the whole server.  They are made here if they are missing and this login may (CREATEROLE); else an
-- administrator makes them once, and the error says how.  None of them logs in: people and jobs have logins of their
-- own that are members.
do $$
declare
	wanted text;
	made   boolean;
begin
	foreach wanted in array array['counterfoil_owner', 'counterfoil_etl', 'counterfoil_finance',
				      'counterfoil_auditor'] loop
		continue when exists (select from pg_catalog.pg_roles where rolname = wanted);
		begin
			execute pg_catalog.format('create role %I nologin', wanted);
			made := true;
		exception
			-- Another database of this server is being set up at the same moment.
			when duplicate_object or unique_violation then
				made := false;
			when insufficient_privilege then
				raise exception 'role "%" is missing, and "%" may not create roles', wanted, current_user
					using errcode = 'insufficient_privilege', hint = pg_catalog.format(
						'an administrator runs once: create role counterfoil_owner; '
						'create role counterfoil_etl; create role counterfoil_finance; '
						'create role counterfoil_auditor; '
						'grant counterfoil_owner, counterfoil_etl to %I', current_user);
		end;
		if made then
			execute pg_catalog.format('grant %I to current_user', wanted);
		end if;
	end loop;

	if not pg_catalog.pg_has_role(current_user, 'counterfoil_owner', 'member') then
		raise exception '"%" is not a member of counterfoil_owner, which owns the schema', current_user
			using errcode = 'insufficient_privilege', hint = pg_catalog.format(
				'an administrator runs once: grant counterfoil_owner, counterfoil_etl to %I', current_user);
	end if;
	if not pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create') then
		raise exception '"%" may not create schemas in database "%"', current_user, pg_catalog.current_database()
			using errcode = 'insufficient_privilege', hint = pg_catalog.format(
				'an administrator runs once: grant create on database %I to %I',
				pg_catalog.current_database(), current_user);
	end if;
end
$$;

create schema ops authorization counterfoil_owner;
create schema stage authorization counterfoil_owner;
create schema recon authorization counterfoil_owner;

-- All that follows, here and in later migrations, belongs to the owner.
set local role counterfoil_owner;

grant usage on schema ops, stage, recon to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
-- The pipeline makes the tables of its datasets itself.
grant create on schema stage to counterfoil_etl;
alter default privileges revoke execute on functions from public;

create table ops.migration (
	number     integer primary key,
	name       text not null,
	digest     bytea not null,
	engine     text not null,
	applied_at timestamptz not null default clock_timestamp(),
	applied_by text not null default session_user
);

create table ops.setting (
	name  text primary key,
	value text not null,
	note  text not null
);
-- 64 bits of the server's strong random source; a version 4 UUID has fixed bits in its third and fourth groups only.
insert into ops.setting (name, value, note)
select 'hash_seed', ('x' || left(u, 8) || right(u, 8))::bit(64)::bigint::text,
	'seed of the joining hashes; every staged row rests on it, so it never changes'
from (select replace(gen_random_uuid()::text, '-', '')) as r(u);

-- The chain.  An entry's digest covers the digest before it, so that none can be changed, taken out or put in between
-- without all later ones telling.
create table ops.audit (
	no     bigint primary key,
	prev   bytea not null check (octet_length(prev) = 32),
	at     timestamptz not null,           -- the server's clock, which no writer sets
	kind   text not null,
	actor  text not null,
	detail json not null,                  -- json, not jsonb: the text is kept as it was given
	digest bytea not null check (octet_length(digest) = 32)
);

-- The last entry's number and digest.  Its lock makes writers stand in line, so that numbers are dense.
create table ops.audit_head (
	single boolean primary key default true check (single),
	no     bigint not null,
	digest bytea not null
);
insert into ops.audit_head (no, digest) values (0, decode(repeat('00', 32), 'hex'));

-- The bytes that an entry's digest is taken over: number, previous digest (hex), moment (RFC 3339, UTC, six places),
-- kind, actor and detail in UTF-8, each as a netstring ("5:abcde,"), so that no two entries give the same bytes.
create function ops.audit_bytes(no bigint, prev bytea, at timestamptz, kind text, actor text, detail text) returns bytea
	language sql stable parallel safe
	return (select string_agg(convert_to(octet_length(convert_to(part, 'UTF8')) || ':' || part || ',', 'UTF8'), '' order by n)
		from unnest(array[no::text, encode(prev, 'hex'),
				  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), kind, actor, detail])
			with ordinality as parts(part, n));

-- The only way in.  Runs as the owner: those who append cannot write the table.
create function ops.audit_append(kind text, actor text, detail text) returns bigint
	language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
declare
	head  ops.audit_head;
	entry ops.audit;
begin
	select * into strict head from ops.audit_head for update;
	entry.no := head.no + 1;
	entry.prev := head.digest;
	entry.at := clock_timestamp();
	entry.kind := kind;
	entry.actor := actor;
	entry.detail := detail::json;
	entry.digest := sha256(ops.audit_bytes(entry.no, entry.prev, entry.at, kind, actor, detail));
	insert into ops.audit select entry.*;
	update ops.audit_head set no = entry.no, digest = entry.digest;
	return entry.no;
end
$$;

create function ops.audit_refuse() returns trigger
	language plpgsql as
$$
begin
	raise exception 'ops.% keeps what it has: % is refused', tg_table_name, lower(tg_op)
		using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_is_append_only before update or delete or truncate on ops.audit
	for each statement execute function ops.audit_refuse();
create trigger audit_head_stays before delete or truncate on ops.audit_head
	for each statement execute function ops.audit_refuse();
-- Also where session_replication_role turns ordinary triggers off.
alter table ops.audit enable always trigger audit_is_append_only;
alter table ops.audit_head enable always trigger audit_head_stays;

-- Claims.  The fence only ever grows, and the last statement of a load locks it and looks; who holds a claim until when
-- stands apart, because it is renewed on another connection while the load holds the fence's lock.
create table ops.fence (
	name  text primary key,
	fence bigint not null
);
create table ops.lease (
	name    text primary key,
	run_id  bigint not null,
	holder  text not null,                 -- host and process, for people
	process text not null,                 -- the same exactly: etl/db/holder.h
	since   timestamptz not null,
	until   timestamptz not null
);

grant select on ops.migration, ops.setting, ops.audit, ops.audit_head
	to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant execute on function ops.audit_append(text, text, text) to counterfoil_etl, counterfoil_finance;
grant execute on function ops.audit_bytes(bigint, bytea, timestamptz, text, text, text)
	to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
grant select, insert, update, delete on ops.fence, ops.lease to counterfoil_etl;
grant select on ops.fence, ops.lease to counterfoil_finance, counterfoil_auditor;
