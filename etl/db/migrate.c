#include "db/migrate.h"

#include "base/log.h"
#include "db/session.h"
/* What the build makes of sql/, not the header beside this file. */
#include <embedded.h>

/* A number that no other program should use as an advisory lock: "cfoil" in ASCII. */
#define LOCK "SELECT pg_catalog.pg_advisory_xact_lock(426920339820)"

static struct digest digest_of_migration(const struct migration *m)
{
	return digest_of(text(m->sql));
}

/* Whether the first migration has been here at all. */
static bool is_ours(struct pg *pg, struct arena *a, bool *yes, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, "SELECT pg_catalog.to_regclass('ops.migration') IS NOT NULL", NO_PARAMS, &r, e))
		return false;
	*yes = rows_bool(r, 0, 0);
	return true;
}

/* Row i of the list must be our migration i. */
static bool is_same(const struct rows *r, size_t i, struct err *e)
{
	const struct migration *m = &migrations[i];
	int64_t number = rows_int(r, i, 0);
	Str name = rows_at(r, i, 1);

	if (i >= (size_t)migration_count)
		return err_set(e, ERR_DATABASE, "database: its schema is newer than this program (counterfoil " VERSION
				"): it has migration %.*s; use the program that made it, or a newer one", STR(name));
	if (number != m->number || !text_is(name, text(m->name)))
		return err_set(e, ERR_DATABASE, "database: it has migration %.*s where this program (counterfoil " VERSION
				") has %s; they are of different programs", STR(name), m->name);
	if (!digest_is(rows_digest(r, i, 2), digest_of_migration(m)))
		return err_set(e, ERR_DATABASE, "database: migration %s was applied with other text than this program "
				"(counterfoil " VERSION ") has; an applied migration must not be changed", m->name);
	return true;
}

/* How many of our migrations the database has; an error unless what it has is the beginning of ours. */
static bool known(struct pg *pg, int *count, struct err *e)
{
	struct arena *a = pg->work;
	struct rows *r = NULL;
	bool yes = false, ok = is_ours(pg, a, &yes, e);

	*count = 0;
	if (ok && yes)
		ok = pg_query(pg, a, sql_db_migrate_list, NO_PARAMS, &r, e);
	for (size_t i = 0; ok && r && i < rows_count(r); i++) {
		ok = is_same(r, i, e);
		*count += ok;
	}
	return ok;
}

static bool apply(struct pg *pg, const struct migration *m, struct err *e)
{
	struct arena *a = pg->work;
	/* The first makes the owner, and takes its role itself. */
	bool ok = (m->number == 1 || pg_script(pg, "SET LOCAL ROLE counterfoil_owner", e))
		&& pg_script(pg, m->sql, e)
		&& pg_run(pg, sql_db_migrate_record, P(param_int(a, m->number), text(m->name),
			  param_digest(a, digest_of_migration(m)), S(VERSION)), NULL, e);

	return ok || err_in(e, "sql/schema/%s.sql", m->name);
}

/* The lock comes first: what another process has applied meanwhile is then seen.  READ COMMITTED, so that it is. */
static bool next(struct pg *pg, bool *applied, struct err *e)
{
	int count;

	*applied = false;
	if (!pg_run(pg, LOCK, NO_PARAMS, NULL, e) || !known(pg, &count, e))
		return false;
	if (count == migration_count)
		return true;
	log_debug("db", "applying migration %s", migrations[count].name);
	*applied = true;
	return apply(pg, &migrations[count], e);
}

bool migrate(struct pg *pg, int *applied, struct err *e)
{
	bool more = true;

	*applied = 0;
	while (more) {
		if (!pg_begin(pg, READ_COMMITTED, e))
			return false;
		if (!next(pg, &more, e) || !pg_commit(pg, e)) {
			pg_rollback(pg);
			return false;
		}
		*applied += more;
		arena_end(pg->work);
	}
	return true;
}

bool migrate_check(struct pg *pg, struct err *e)
{
	int count;
	bool ok = known(pg, &count, e);

	arena_end(pg->work);
	if (!ok)
		return false;
	if (count == 0 && migration_count > 0)
		return err_set(e, ERR_DATABASE, "database: it has no schema of counterfoil; run counterfoil init");
	if (count < migration_count)
		return err_set(e, ERR_DATABASE, "database: its schema is older than this program: %s is not applied; "
				"run counterfoil init", migrations[count].name);
	return true;
}
