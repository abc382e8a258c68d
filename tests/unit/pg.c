#include "cluster.h"
#include "tap.h"

#include "db/session.h"

#include <inttypes.h>

static struct rows *query(struct pg *pg, struct arena *a, const char *sql, struct params p)
{
	struct err e = {0};
	struct rows *r;

	test_must(pg_query(pg, a, sql, p, &r, &e), &e);
	return r;
}

static void test_values(struct arena *a, struct pg *pg)
{
	struct digest d = digest_of(S("x"));
	struct texts list = {0};
	struct rows *r;
	instant t = INSTANT_NONE;
	date day = DATE_NONE;

	texts_add(a, &list, S("a,\"b\\"));
	texts_add(a, &list, S("NULL"));
	texts_add(a, &list, S(""));
	ok(instant_parse(S("2026-03-31T22:15:00.123456Z"), &t) && date_parse(S("2026-02-28"), &day), "instant and date");
	r = query(pg, a,
		"select $1::bigint, $2::timestamptz, $3::date, $4::bytea, $5::uuid, $6::text[], $7::bool, $8::text, "
			 "$9::timestamptz, $10::date",
		  P(param_int(a, INT64_MIN), param_instant(a, t), param_date(a, day), param_digest(a, d),
		    S("01234567-89ab-cdef-fedc-ba9876543210"),
		    param_texts(a, &list), param_bool(true), PARAM_NULL, param_instant(a, INSTANT_NONE),
		    param_date(a, DATE_NONE)));
	is_int((int64_t)rows_count(r), 1, "one row");
	ok(rows_int(r, 0, 0) == INT64_MIN, "the smallest integer");
	is_int(rows_instant(r, 0, 1), t, "an instant");
	is_int(rows_date(r, 0, 2), day, "a date");
	ok(digest_is(rows_digest(r, 0, 3), d), "a digest");
	is_str(rows_at(r, 0, 4), S("01234567-89ab-cdef-fedc-ba9876543210"), "a uuid");
	is_str(rows_at(r, 0, 5), S("{\"a,\\\"b\\\\\",\"NULL\",\"\"}"), "an array of texts");
	ok(rows_bool(r, 0, 6), "a truth");
	ok(rows_is_null(r, 0, 7) && rows_at(r, 0, 7).at == NULL, "a NULL");
	ok(rows_instant(r, 0, 8) == INSTANT_NONE && rows_date(r, 0, 9) == DATE_NONE, "no instant, no date");
	r = query(pg, a, "select 'infinity'::timestamptz, '1969-12-31 23:59:59.5+00'::timestamptz, ''", NO_PARAMS);
	ok(rows_instant(r, 0, 0) == INSTANT_NONE, "infinity is no instant");
	is_int(rows_instant(r, 0, 1), -SECOND / 2, "one before 1970");
	ok(!rows_is_null(r, 0, 2) && rows_at(r, 0, 2).at, "an empty text is not NULL");
}

static void failing(struct pg *pg, const char *sql, enum err_kind kind, const char *says)
{
	struct err e = {0};

	ok(!pg_run(pg, sql, NO_PARAMS, NULL, &e) && e.kind == kind && strstr(e.message, says), "%s: %s", says, e.message);
}

static void test_errors(struct pg *pg)
{
	static const struct {
		const char *state;
		enum err_kind kind;
	} states[] = {
		{"08006", ERR_TEMPORARY}, {"40001", ERR_TEMPORARY}, {"40P01", ERR_TEMPORARY}, {"53100", ERR_TEMPORARY},
		{"53300", ERR_TEMPORARY}, {"57P01", ERR_TEMPORARY}, {"57P03", ERR_TEMPORARY}, {"57014", ERR_DATABASE},
		{"23505", ERR_DATABASE}, {"42501", ERR_DATABASE}, {"P0001", ERR_DATABASE}, {"XX000", ERR_DATABASE},
	};
	struct err e = {0};

	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		char sql[128];

		snprintf(sql, sizeof sql, "do $$ begin raise 'said' using errcode = '%s'; end $$", states[i].state);
		failing(pg, sql, states[i].kind, states[i].state);
	}
	failing(pg, "-- stage_apply: what it does\nselect 1,\n\n  'ü', nothing", ERR_DATABASE,
		"stage_apply:4: column \"nothing\"");
	ok(pg_run(pg, "create temp table t (n int constraint positive check (n > 0))", NO_PARAMS, NULL, &e), "a table");
	failing(pg, "insert into t values (-1)", ERR_DATABASE, "constraint positive");
	failing(pg, "insert into t values (-1)", ERR_DATABASE, "(SQLSTATE 23514)");
	failing(pg, "select 1; select 2", ERR_DATABASE, "42601");
	ok(!pg_run(pg, "select $1::text", P(((Str){"a\0b", 3})), NULL, &e)
		&& strstr(e.message, "$1: \"a\\x00b\" has a NUL byte"),
	   "a NUL byte: %s", e.message);
	err_clear(&e);
	ok(pg_script(pg, "select 1; select 2;", &e), "a script may have several statements");
	ok(!pg_script(pg, "select 1;\nselect x;", &e) && strstr(e.message, ":2: column"), "and its errors a line: %s",
		e.message);
}

static void test_transactions(struct arena *a, struct pg *pg)
{
	struct err e = {0};
	int64_t n = 0;

	ok(pg_run(pg, "create temp table u (n int)", NO_PARAMS, NULL, &e) && pg_begin(pg, SERIALIZABLE, &e), "begin");
	is_str(rows_at(query(pg, a, "show transaction_isolation", NO_PARAMS), 0, 0), S("serializable"), "as asked for");
	ok(pg_in_transaction(pg), "a transaction is open");
	ok(!pg_begin(pg, READ_COMMITTED, &e) && e.kind == ERR_INTERNAL, "no second one");
	err_clear(&e);
	ok(pg_run(pg, "insert into u select generate_series(1, 5)", NO_PARAMS, &n, &e) && n == 5, "five rows affected");
	pg_rollback(pg);
	ok(!pg_in_transaction(pg), "rolled back");
	is_int(rows_int(query(pg, a, "select count(*) from u", NO_PARAMS), 0, 0), 0, "nothing stayed");
	ok(!pg_commit(pg, &e) && e.kind == ERR_INTERNAL, "nothing to commit");
	err_clear(&e);
	ok(pg_begin(pg, REPEATABLE_READ, &e) && !pg_run(pg, "select 1/0", NO_PARAMS, NULL, &e), "a transaction that fails");
	err_clear(&e);
	ok(!pg_commit(pg, &e) && e.kind == ERR_DATABASE, "cannot be committed: %s", e.message);
	ok(!pg_in_transaction(pg), "and is over");
	is_str(rows_at(query(pg, a, "show idle_in_transaction_session_timeout", NO_PARAMS), 0, 0), S("1min"),
	       "an idle transaction ends");
	is_str(rows_at(query(pg, a, "show timezone", NO_PARAMS), 0, 0), S("UTC"), "in UTC");
	ok(pg_server_version(pg) >= 150000, "the server has a version");
}

static void test_cursor(struct arena *a, struct pg *pg)
{
	struct arena *short_lived = arena_new(a);
	struct err e = {0};
	struct cursor *c;
	int64_t sum = 0;
	int count = 0;

	ok(cursor_open(pg, a, "select n, null::text as nothing from generate_series($1::int, 100000) n", P(S("1")), &c, &e),
	   "a cursor");
	ok(!pg_run(pg, "select 1", NO_PARAMS, NULL, &e) && e.kind == ERR_INTERNAL, "the session is busy: %s", e.message);
	err_clear(&e);
	while (cursor_next(c, &e)) {
		uint64_t n = 0;

		count += text_uint(cursor_at(c, 0), &n) && cursor_at(c, 1).at == NULL;
		sum += (int64_t)n;
	}
	ok(count == 100000 && sum == INT64_C(5000050000) && e.kind == ERR_NONE, "every row once");
	ok(!cursor_next(c, &e) && e.kind == ERR_NONE, "its end stays its end");
	ok(cursor_open(pg, a, "select 1 / (3 - n) from generate_series(1, 5) n", NO_PARAMS, &c, &e),
		"one that fails on the way");
	ok(cursor_next(c, &e) && cursor_next(c, &e) && !cursor_next(c, &e) && strstr(e.message, "22012"), "says so: %s",
		e.message);
	err_clear(&e);
	ok(cursor_open(pg, short_lived, "select generate_series(1, 30000000)", NO_PARAMS, &c, &e) && cursor_next(c, &e),
	   "a long one, left after a row");
	arena_end(short_lived);
	is_int(rows_int(query(pg, a, "select 42", NO_PARAMS), 0, 0), 42, "leaves the session usable");
	ok(pg_begin(pg, READ_COMMITTED, &e)
	   && cursor_open(pg, a, "select generate_series(1, 30000000)", NO_PARAMS, &c, &e) && cursor_next(c, &e),
	   "another in a transaction");
	pg_rollback(pg);
	ok(!pg_in_transaction(pg) && !cursor_next(c, &e) && e.kind == ERR_NONE, "ends with it");
}

static void refused(struct arena *a, const char *conninfo, enum err_kind kind, const char *says)
{
	struct err e = {0};
	struct pg *pg;

	ok(!pg_open(a, conninfo, &pg, &e) && e.kind == kind && strstr(e.message, says), "%s", e.message);
	ok(!strstr(e.message, "s3cret"), "without the secret");
}

static void test_connecting(struct arena *a, const char *conninfo)
{
	refused(a, "host=/nonexistent dbname=x password=s3cret", ERR_TEMPORARY, "/nonexistent");
	refused(a, "postgresql://u:s3cret@127.0.0.1:1/x", ERR_TEMPORARY, "127.0.0.1");
	refused(a, arena_print(a, "%s dbname=no_such_database password=s3cret", conninfo), ERR_DATABASE,
		"no_such_database");
	refused(a, arena_print(a, "%s user=nobody_here", conninfo), ERR_DATABASE, "nobody_here");
	refused(a, "postgresql://u:p@s3cret@localhost/x", ERR_DATABASE, "%40");
	refused(a, "postgresql://u:p/s3cret@localhost/x", ERR_DATABASE, "%2F");
	refused(a, "postgresql://u:p?s3cret@localhost/x", ERR_DATABASE, "%3F");
	refused(a, "password='s3cret", ERR_DATABASE, "libpq");
	refused(a, "s3cret", ERR_DATABASE, "libpq");
	refused(a, "postgresql://u:%zzs3cret@localhost/x", ERR_DATABASE, "libpq");
}

static void test_lost(struct arena *a, const char *conninfo)
{
	struct pg *pg = test_session(a, conninfo), *killer = test_session(a, test_superuser(a, conninfo));
	Str pid = rows_at(query(pg, a, "select pg_backend_pid()", NO_PARAMS), 0, 0);
	struct err e = {0};
	struct cursor *c;

	ok(pg_begin(pg, READ_COMMITTED, &e) && cursor_open(pg, a, "select generate_series(1, 30000000)", NO_PARAMS, &c, &e)
	   && cursor_next(c, &e), "a session at work");
	query(killer, a, "select pg_terminate_backend($1::int)", P(pid));
	while (cursor_next(c, &e))
		continue;
	ok(e.kind == ERR_TEMPORARY, "is lost in the middle: %s", e.message);
	err_clear(&e);
	ok(!pg_run(pg, "select 1", NO_PARAMS, NULL, &e) && e.kind == ERR_TEMPORARY, "and stays lost: %s", e.message);
	pg_rollback(pg);
	ok(!pg_in_transaction(pg), "with no transaction");
}

static void test_roles(struct arena *a, const char *conninfo)
{
	struct pg *pg = test_session(a, conninfo);
	struct err e = {0};

	ok(pg_role(pg, "counterfoil_auditor", &e), "the rights of a role: %s", e.message);
	is_str(rows_at(query(pg, a, "select current_user", NO_PARAMS), 0, 0), S("counterfoil_auditor"), "are taken");
	failing(pg, "delete from ops.fence", ERR_DATABASE, "permission denied");
	ok(pg_role(pg, NULL, &e), "and given back");
	is_int(rows_int(query(pg, a, "select (current_user = session_user)::int", NO_PARAMS), 0, 0), 1, "to the login");
	ok(!pg_role(pg, "no_such_role", &e), "an unknown one is an error: %s", e.message);
}

/* A session that says nothing for long says that it is alive, if it is in a transaction and free to. */
static void test_alive(struct arena *a, struct pg *pg)
{
	const int64_t minute = 60 * SECOND;
	struct err e = {0};
	struct cursor *c;
	int64_t long_ago;

	long_ago = pg->silent_since -= minute;
	ok(pg_alive(pg, &e) && pg->silent_since == long_ago, "outside of a transaction nobody minds %s", e.message);
	ok(pg_begin(pg, READ_COMMITTED, &e), "a transaction %s", e.message);
	long_ago = pg->silent_since;
	ok(pg_alive(pg, &e) && pg->silent_since == long_ago, "that is young");
	pg->silent_since -= minute;
	ok(pg_alive(pg, &e) && pg->silent_since >= long_ago, "one that was silent speaks %s", e.message);
	ok(cursor_open(pg, a, "select 1", NO_PARAMS, &c, &e), "a cursor %s", e.message);
	long_ago = pg->silent_since -= minute;
	ok(pg_alive(pg, &e) && pg->silent_since == long_ago, "but not through an open stream %s", e.message);
	while (cursor_next(c, &e))
		continue;
	pg_rollback(pg);
}

int main(void)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	const char *conninfo = test_database(a);
	struct pg *pg = test_session(a, conninfo);

	test_values(a, pg);
	test_transactions(a, pg);
	test_cursor(a, pg);
	test_alive(a, pg);
	test_connecting(a, conninfo);
	test_lost(a, conninfo);
	test_roles(a, conninfo);
	test_errors(pg);
	arena_end(root);
	free(root);
	return done();
}
