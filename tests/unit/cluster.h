/*
 * A real Postgres for unit tests: one embedded cluster under build/testcluster, shared by all test programs of a run
 * and left running for the next; each database is fresh, with all migrations, and ends with its arena.
 */
#ifndef UNIT_CLUSTER_H
#define UNIT_CLUSTER_H

#include "db/embedded.h"
#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct test_db {
	const char *conninfo, *name;
};

static inline void test_must(bool ok, const struct err *e)
{
	if (!ok) {
		printf("Bail out! %s\n", e->message);
		exit(1);
	}
}

static inline struct pg *test_session(struct arena *a, const char *conninfo)
{
	struct err e = {0};
	struct pg *pg;

	test_must(pg_open(a, conninfo, &pg, &e), &e);
	return pg;
}

static inline void test_run(struct pg *pg, const char *sql)
{
	struct err e = {0};

	test_must(pg_run(pg, sql, NO_PARAMS, NULL, &e), &e);
}

static inline struct rows *test_query(struct pg *pg, struct arena *a, const char *sql)
{
	struct err e = {0};
	struct rows *r;

	test_must(pg_query(pg, a, sql, NO_PARAMS, &r, &e), &e);
	return r;
}

static inline const char *test_cluster(struct arena *a)
{
	const char *folder = getenv("TESTCLUSTER"), *conninfo;
	struct err e = {0};

	test_must(embedded_start(a, folder ? folder : "build/testcluster", &conninfo, &e), &e);
	return conninfo;
}

static inline void test_drop(void *subject)
{
	const struct test_db *db = subject;
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	struct err e = {0};
	struct pg *pg;

	if (!pg_open(a, db->conninfo, &pg, &e)
	    || !pg_run(pg, arena_print(a, "DROP DATABASE IF EXISTS %s WITH (FORCE)", db->name), NO_PARAMS, NULL, &e))
		printf("# %s\n", e.message);
	arena_end(root);
	free(root);
}

/* A database without any schema of ours. */
static inline const char *test_database_empty(struct arena *a)
{
	static int number;
	struct test_db *db = arena_new_of(a, struct test_db);
	struct arena *session = arena_new(a);
	struct err e = {0};
	struct pg *pg;

	db->conninfo = test_cluster(a);
	db->name = arena_print(a, "test_%d_%d", (int)getpid(), ++number);
	test_must(pg_open(session, db->conninfo, &pg, &e)
		  && pg_run(pg, arena_print(a, "CREATE DATABASE %s", db->name), NO_PARAMS, NULL, &e), &e);
	arena_end(session);
	arena_defer(a, test_drop, db);
	return arena_print(a, "%s dbname=%s", db->conninfo, db->name);
}

/* The conninfo of a fresh database with the program's whole schema. */
static inline const char *test_database(struct arena *a)
{
	const char *conninfo = test_database_empty(a);
	struct arena *session = arena_new(a);
	struct err e = {0};
	int applied;
	struct pg *pg;

	test_must(pg_open(session, conninfo, &pg, &e) && migrate(pg, &applied, &e), &e);
	arena_end(session);
	return conninfo;
}

/* The same database as the cluster's superuser, for what no role of ours may do. */
static inline const char *test_superuser(struct arena *a, const char *conninfo)
{
	return arena_print(a, "%s user=postgres", conninfo);
}

#endif
