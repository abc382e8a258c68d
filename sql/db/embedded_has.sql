-- db_embedded_has: whether the program's role and its database are there.
select exists (select from pg_catalog.pg_roles where rolname = 'counterfoil'),
	exists (select from pg_catalog.pg_database where datname = 'counterfoil')
