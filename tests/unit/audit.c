#include "db/audit.h"

#include "cluster.h"
#include "tap.h"

#include <sys/wait.h>

static void add(struct pg *pg, struct arena *a, const char *kind, const char *detail)
{
	struct err e = {0};

	test_must(audit_append(pg, a, text(kind), S("anna ü"), text(detail), &e), &e);
}

static struct audit_state state_of(struct pg *pg, struct arena *a)
{
	struct audit_state state;
	struct err e = {0};

	test_must(audit_verify(pg, a, &state, &e), &e);
	return state;
}

static void refused(struct pg *pg, const char *role, const char *sql)
{
	struct err e = {0};
	bool done = pg_role(pg, role, &e) && pg_run(pg, sql, NO_PARAMS, NULL, &e);

	ok(!done && strstr(e.message, "42501"), "%s: %s: %s", role ? role : "login", sql, e.message);
	err_clear(&e);
	test_must(pg_role(pg, NULL, &e), &e);
}

static void test_chain(struct arena *a, const char *conninfo)
{
	struct pg *pg = test_session(a, conninfo);
	struct audit_state state = state_of(pg, a);
	struct digest zero = {{0}};
	struct err e = {0};

	ok(state.entries == 0 && state.wrong == 0 && digest_is(state.head, zero), "an empty chain is whole");
	add(pg, a, "snapshot released", "{\"b\": 1,  \"a\":\"ü\\n\"}");
	add(pg, a, "", "null");
	ok(pg_begin(pg, READ_COMMITTED, &e), "a transaction");
	add(pg, a, "given up", "{}");
	pg_rollback(pg);
	ok(pg_role(pg, "counterfoil_etl", &e), "as the pipeline");
	add(pg, a, "run begun", "{}");
	ok(pg_role(pg, "counterfoil_finance", &e), "as finance");
	add(pg, a, "signed off", "[]");
	ok(pg_role(pg, "counterfoil_auditor", &e), "as an auditor");
	state = state_of(pg, a);
	ok(state.entries == 4 && state.wrong == 0, "four entries, none lost to the rollback: %s",
		state.fact ? state.fact : "");
	ok(!audit_append(pg, a, S("x"), S("y"), S("{}"), &e) && strstr(e.message, "42501"), "who does not write: %s",
		e.message);
	err_clear(&e);
	ok(pg_role(pg, NULL, &e) && !audit_append(pg, a, S("x"), S("y"), S("{"), &e), "detail is JSON: %s", e.message);
	is_int(state_of(pg, a).entries, 4, "what was refused left no gap");
}

static void test_refusals(struct arena *a, const char *conninfo)
{
	static const char *const roles[] = {"counterfoil_etl", "counterfoil_finance", "counterfoil_auditor"};
	static const char *const changes[] = {
		"update ops.audit set actor = 'x'", "delete from ops.audit", "truncate ops.audit",
		"delete from ops.audit_head", "truncate ops.audit_head",
	};
	struct pg *pg = test_session(a, conninfo), *super = test_session(a, test_superuser(a, conninfo));

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		for (size_t j = 0; j < sizeof roles / sizeof *roles; j++)
			refused(pg, roles[j], changes[i]);
		refused(pg, "counterfoil_owner", changes[i]);
		refused(super, NULL, changes[i]);
	}
	refused(pg, "counterfoil_etl",
		"insert into ops.audit select 9, prev, at, kind, actor, detail, digest from ops.audit");
	refused(pg, "counterfoil_etl", "update ops.audit_head set no = 7");
	test_run(super, "set session_replication_role = replica");
	refused(super, NULL, "delete from ops.audit where no = 1");
}

/* What a superuser can do, once the triggers are off; each is undone. */
static void test_forgery(struct arena *a, const char *conninfo)
{
	static const struct {
		const char *sql, *says;
		int64_t wrong;
	} forgeries[] = {
		{"update ops.audit set actor = 'bert' where no = 2", "content", 2},
		{"update ops.audit set at = at + interval '1 microsecond' where no = 3", "content", 3},
		{"update ops.audit set detail = '{\"b\":1,\"a\":\"ü\\n\"}' where no = 1", "content", 1},
		{"update ops.audit set kind = 'anna ü', actor = '' where no = 2", "content", 2},
		{"update ops.audit set actor = 'b', digest = sha256(ops.audit_bytes(no, prev, at, kind, 'b', detail::text)) "
		 "where no = 2", "does not follow", 3},
		{"update ops.audit set actor = 'b', digest = sha256(ops.audit_bytes(no, prev, at, kind, 'b', detail::text)) "
		 "where no = 4", "written last", 5},
		{"delete from ops.audit where no = 2", "entry 2 is not there", 2},
		{"delete from ops.audit where no = 1", "entry 1 is not there", 1},
		{"delete from ops.audit where no = 4", "has had 4 entries", 4},
		{"delete from ops.audit", "has had 4 entries", 1},
		{"delete from ops.audit_head", "written last", 5},
		{"insert into ops.audit select 5, digest, at, kind, actor, detail, sha256(ops.audit_bytes(5, digest, at, kind, "
		 "actor, detail::text)) from ops.audit where no = 4", "written last", 6},
	};
	struct pg *super = test_session(a, test_superuser(a, conninfo));
	struct err e = {0};

	for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++) {
		struct audit_state state;

		test_must(pg_begin(super, READ_COMMITTED, &e), &e);
		test_run(super, "alter table ops.audit disable trigger all");
		test_run(super, "alter table ops.audit_head disable trigger all");
		test_run(super, forgeries[i].sql);
		state = state_of(super, a);
		ok(state.wrong == forgeries[i].wrong && state.fact && strstr(state.fact, forgeries[i].says), "%s: %jd: %s",
		   forgeries[i].sql, (intmax_t)state.wrong, state.fact ? state.fact : "nothing found");
		pg_rollback(super);
	}
	is_int(state_of(super, a).wrong, 0, "the chain itself is whole");
}

static void test_together(struct arena *a, const char *conninfo)
{
	enum { WRITERS = 4, EACH = 25 };
	int64_t before = state_of(test_session(a, conninfo), a).entries;
	struct audit_state state;
	int children[WRITERS];

	fflush(stdout);
	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			struct pg *pg = test_session(a, conninfo);

			for (int j = 0; j < EACH; j++)
				add(pg, a, "at once", "{}");
			_exit(0);
		}
	}
	for (int i = 0; i < WRITERS; i++)
		waitpid(children[i], NULL, 0);
	state = state_of(test_session(a, conninfo), a);
	ok(state.entries == before + WRITERS * EACH && state.wrong == 0, "writers at once stand in line: %s",
	   state.fact ? state.fact : "");
}

/* Who may do what with every table: a new one needs its grants in its migration. */
static void test_rights(struct arena *a, const char *conninfo)
{
	struct pg *pg = test_session(a, conninfo);
	struct err e = {0};
	struct rows *r;

	test_must(pg_query(pg, a,
			   "with t as (select c.oid, relkind, n.nspname || '.' || relname as name from pg_class c "
			   "join pg_namespace n on n.oid = relnamespace where nspname in ('ops', 'stage', 'recon') "
			   "and relkind in ('r', 'v')) "
			   "select (select string_agg(name, ', ') from t where has_table_privilege('counterfoil_auditor', oid, "
			   "'insert, update, delete, truncate')), "
			   "(select string_agg(name, ', ' order by name) from t where has_table_privilege('counterfoil_finance', "
			   "oid, "
			   "'insert, update, delete, truncate')), "
			   "(select string_agg(name, ', ' order by name) from t where relkind = 'r' and "
			   "not has_table_privilege('counterfoil_etl', oid, 'insert')), "
			   "(select string_agg(name, ', ' order by name) from t where not has_table_privilege('counterfoil_etl', "
			   "oid, "
			   "'select'))",
			   NO_PARAMS, &r, &e), &e);
	ok(rows_is_null(r, 0, 0), "an auditor writes nothing: %.*s", STR(rows_at(r, 0, 0)));
	is_str(rows_at(r, 0, 1), S("recon.decision, recon.match_decision, recon.match_decision_line, recon.signoff"),
	       "finance writes decisions and signatures");
	is_str(rows_at(r, 0, 2), S("ops.audit, ops.audit_head, ops.migration, ops.setting, recon.decision, recon.signoff"),
	       "the pipeline writes all but these; a new table needs its grants");
	ok(rows_is_null(r, 0, 3), "and reads all: %.*s", STR(rows_at(r, 0, 3)));
	refused(pg, "counterfoil_etl", "delete from recon.decision");
	refused(pg, "counterfoil_etl", "update recon.decision set note = ''");
	refused(pg, "counterfoil_finance", "update recon.decision set note = ''");
	refused(pg, "counterfoil_auditor", "select text from ops.reject");
	refused(pg, "counterfoil_etl", "create table ops.mine (n int)");
	refused(pg, "counterfoil_finance", "create table stage.mine (n int)");
	ok(pg_role(pg, "counterfoil_etl", &e) && pg_script(pg, "create table stage.mine (n int); drop table stage.mine",
		&e),
	   "the pipeline makes its own tables: %s", e.message);
}

int main(void)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	const char *conninfo = test_database(a);

	test_chain(a, conninfo);
	test_refusals(a, conninfo);
	test_forgery(a, conninfo);
	test_together(a, conninfo);
	test_rights(a, conninfo);
	arena_end(root);
	free(root);
	return done();
}
