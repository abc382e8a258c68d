-- The same bytes as before, without a query of its own for each: a million differences are a million identities.
set local role counterfoil_owner;

-- One part with its length before it.
create function recon.part(p text) returns text
	language sql immutable parallel safe
	return octet_length(coalesce(p, ''))::text || ':' || coalesce(p, '');

-- Any number of them; what holds a query is not put in the place of its call.
create function recon.packed_all(parts text[]) returns text
	language sql immutable parallel safe
	return (select coalesce(string_agg(recon.part(p), '' order by n), '') from unnest(parts) with ordinality as u(p, n));

create or replace function recon.packed(parts text[]) returns text
	language sql immutable parallel safe
	return case cardinality(parts)
		when 1 then recon.part(parts[1])
		when 2 then recon.part(parts[1]) || recon.part(parts[2])
		when 3 then recon.part(parts[1]) || recon.part(parts[2]) || recon.part(parts[3])
		else recon.packed_all(parts)
	end;

-- Stable, as what they call is, so that they too are put in the place of their calls.
create or replace function recon.identity(rule text, key text[], what text, side text, currency text) returns bytea
	language sql stable parallel safe
	return sha256(convert_to(recon.part(rule) || recon.packed(key) || recon.part(what) || recon.part(side)
		|| recon.part(currency), 'UTF8'));

create or replace function recon.case_identity(rule text, key text[]) returns bytea
	language sql stable parallel safe
	return sha256(convert_to(recon.part(rule) || recon.packed(key), 'UTF8'));

grant execute on function recon.part(text), recon.packed_all(text[]) to counterfoil_etl, counterfoil_finance, counterfoil_auditor;
