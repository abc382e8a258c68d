-- run_role: of the roles that this login can take the one with the most rights; the login, quoted; whether there is a
-- schema.
select (
	select r.name
	from unnest(array['counterfoil_etl', 'counterfoil_finance', 'counterfoil_auditor'])
		with ordinality as r (name, place)
	where to_regrole(r.name) is not null and pg_has_role(session_user, to_regrole(r.name), 'member')
	order by r.place
	limit 1
), quote_ident(session_user), to_regnamespace('ops') is not null
