#include "cluster.h"
#include "tap.h"

#include <sys/wait.h>

static int64_t number(struct arena *a, struct pg *pg, const char *sql)
{
	struct err e = {0};
	struct rows *r;

	test_must(pg_query(pg, a, sql, NO_PARAMS, &r, &e), &e);
	return rows_int(r, 0, 0);
}

static void test_first(struct arena *a)
{
	const char *conninfo = test_database_empty(a);
	struct pg *pg = test_session(a, conninfo);
	struct err e = {0};
	int applied;

	ok(!migrate_check(pg, &e) && e.kind == ERR_DATABASE, "an empty database is not ours");
	ok(strstr(e.message, "counterfoil init") != NULL, "and the message says what to run");
	err_clear(&e);
	ok(migrate(pg, &applied, &e) && applied >= 1, "all migrations are applied: %s", e.message);
	ok(migrate(pg, &applied, &e) && applied == 0, "the second time none is");
	ok(migrate_check(pg, &e), "then it is ours exactly: %s", e.message);
	is_int(number(a, pg, "select count(*) from pg_namespace n join pg_roles r on r.oid = n.nspowner "
			     "where nspname in ('ops', 'stage', 'recon') and rolname = 'counterfoil_owner'"), 3,
	       "the owner has the three schemas");
	is_int(number(a, pg, "select count(*) from pg_roles where rolname in ('counterfoil_owner', 'counterfoil_etl', "
			     "'counterfoil_finance', 'counterfoil_auditor') and not rolcanlogin"), 4, "the four roles exist");
	is_int(number(a, pg, "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace join pg_roles r "
			     "on r.oid = relowner where nspname in ('ops', 'stage', 'recon') "
			     "and rolname <> 'counterfoil_owner'"), 0, "and all that is in the schemas");
	is_int(number(a, pg, "select count(*) from ops.setting where name = 'hash_seed' and value::bigint <> 0"), 1,
	       "a seed was drawn");
}

static void test_together(struct arena *a)
{
	enum { PROCESSES = 4 };
	const char *conninfo = test_database_empty(a);
	int children[PROCESSES], good = 0;

	fflush(stdout);
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			struct err e = {0};
			struct pg *pg;
			int applied;
			bool fine = pg_open(a, conninfo, &pg, &e) && migrate(pg, &applied, &e);

			if (!fine)
				printf("# %s\n", e.message);
			fflush(stdout);
			_exit(fine ? 0 : 1);
		}
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;

		good += waitpid(children[i], &status, 0) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	is_int(good, PROCESSES, "processes that migrate at once all succeed");
	is_int(number(a, test_session(a, conninfo), "select count(*) - max(number) from ops.migration"), 0,
	       "and each migration was applied once");
}

static void refused(struct arena *a, const char *change, const char *says)
{
	struct pg *pg = test_session(a, test_database(a));
	struct err e = {0}, of_migrate = {0};
	int applied;

	test_run(pg, change);
	ok(!migrate_check(pg, &e) && e.kind == ERR_DATABASE && strstr(e.message, says), "refused: %s", e.message);
	ok(!migrate(pg, &applied, &of_migrate) && strstr(of_migrate.message, says), "by migrate too");
}

/* A migration fails where what it makes is there already. */
static void test_transactional(struct arena *a)
{
	struct pg *pg = test_session(a, test_database(a));
	struct err e = {0};
	int applied;

	test_run(pg, "delete from ops.migration where number > 1");
	ok(!migrate_check(pg, &e) && strstr(e.message, "older than this program"), "an older schema: %s", e.message);
	err_clear(&e);
	ok(!migrate(pg, &applied, &e) && strstr(e.message, "sql/schema/"), "a migration that fails is named: %s",
		e.message);
	ok(!pg_in_transaction(pg), "and rolled back");
	is_int(number(a, pg, "select (current_user = session_user)::int"), 1, "with the role that it took");
	err_clear(&e);
	ok(!migrate_check(pg, &e), "nothing of it is recorded");
}

/* A login that may make no roles, on a server where they exist, and where it is a member of none. */
static void test_stranger(struct arena *a)
{
	const char *conninfo = test_database_empty(a);
	struct pg *super = test_session(a, test_superuser(a, conninfo));
	const char *name = arena_print(a, "stranger_%d", (int)getpid());
	struct err e = {0};
	int applied;

	test_run(super, arena_print(a, "create role %s", name));
	test_run(super, arena_print(a, "set role %s", name));
	ok(!migrate(super, &applied, &e) && strstr(e.message, "grant counterfoil_owner"),
		"a stranger is told what to ask for: %s",
	   e.message);
	err_clear(&e);
	test_run(super, "reset role");
	test_run(super, arena_print(a, "grant counterfoil_owner, counterfoil_etl to %s", name));
	test_run(super, arena_print(a, "set role %s", name));
	ok(!migrate(super, &applied, &e) && strstr(e.message, "grant create on database"), "and then for the database: %s",
	   e.message);
	err_clear(&e);
	test_run(super, "reset role");
	test_run(super, arena_print(a, "grant create on database %s to %s", strrchr(conninfo, '=') + 1, name));
	test_run(super, arena_print(a, "set role %s", name));
	ok(migrate(super, &applied, &e) && applied >= 1, "then it migrates without any other right: %s", e.message);
	test_run(super, "reset role");
	test_run(super, arena_print(a, "drop owned by %s", name));
	test_run(super, arena_print(a, "drop role %s", name));
}

int main(void)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);

	test_first(a);
	test_together(a);
	refused(a, "insert into ops.migration (number, name, digest, engine) values (9000, '9000_later', '\\x00', '9')",
		"newer than this program");
	refused(a, "update ops.migration set digest = sha256('') where number = 1", "other text");
	refused(a, "update ops.migration set name = '001_other' where number = 1", "different programs");
	test_transactional(a);
	test_stranger(a);
	arena_end(root);
	free(root);
	return done();
}
