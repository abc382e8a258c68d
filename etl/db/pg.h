/*
 * A Postgres session, wrapped so that the rest of the program never sees libpq.  Values travel as $1 … only;
 * identifiers and generated lists are put into a statement's text by statement.h, through one quoting function.
 * A session ends with its arena; a transaction that is open then is rolled back by the server.
 */
#ifndef DB_PG_H
#define DB_PG_H

#include "base/digest.h"
#include "base/err.h"
#include "base/instant.h"

struct pg;

/* conninfo: a libpq URL or key=value text.  A server that cannot be reached is ERR_TEMPORARY, any other refusal
 * ERR_DATABASE.  Sets application_name, TimeZone=UTC, DateStyle=ISO, an empty search_path, timeouts
 * (sql/db/session.sql). */
bool pg_open(struct arena *a, const char *conninfo, struct pg **pg, struct err *e) __attribute__((warn_unused_result));

/* From now on with the rights of this role alone (SET ROLE), NULL for the login's own: a run is
 * counterfoil_etl, so that the rights of section 4 hold even where one login is a member of all roles. */
bool pg_role(struct pg *pg, const char *role, struct err *e) __attribute__((warn_unused_result));

/* What it was opened with, for a further session beside it. */
const char *pg_conninfo(const struct pg *pg);

/* Parameters: texts as Postgres reads them; .at == NULL is NULL. */
struct params {
	Str at[24];
	size_t count;
};

/* P(a, b, c) of Str values: (struct params){{a, b, c}, 3}. */
#define P(...) ((struct params){{__VA_ARGS__}, sizeof((Str[]){__VA_ARGS__}) / sizeof(Str)})
#define NO_PARAMS ((struct params){{{0}}, 0})

/* Text forms of parameters, in the arena. */
Str param_int(struct arena *a, int64_t n);
Str param_date(struct arena *a, date d);          /* DATE_NONE is NULL */
Str param_instant(struct arena *a, instant t);    /* INSTANT_NONE is NULL */
Str param_digest(struct arena *a, struct digest d);   /* bytea, as \x… */
Str param_texts(struct arena *a, const struct texts *t);  /* text[] */
Str param_bool(bool b);
#define PARAM_NULL ((Str){NULL, 0})

/* A whole result, in the arena; cells as text. */
struct rows;
size_t rows_count(const struct rows *r);
Str rows_at(const struct rows *r, size_t row, size_t column);     /* NULL is {NULL, 0} */
bool rows_is_null(const struct rows *r, size_t row, size_t column);
bool rows_have(const struct rows *r, Str value);                   /* some row, as its first column */
int64_t rows_int(const struct rows *r, size_t row, size_t column);
bool rows_bool(const struct rows *r, size_t row, size_t column);
date rows_date(const struct rows *r, size_t row, size_t column);
instant rows_instant(const struct rows *r, size_t row, size_t column);  /* from timestamptz, ISO, UTC */
struct digest rows_digest(const struct rows *r, size_t row, size_t column);

/* One statement.  Its name stands in errors: what its first comment says before a colon ("-- stage_apply: …"), else its
 * first words.  Retry is decided by SQLSTATE class in one place: 08, 40, 53, 57P are ERR_TEMPORARY, all others
 * ERR_DATABASE. */
bool pg_query(struct pg *pg, struct arena *a, const char *sql, struct params p, struct rows **r, struct err *e)
	__attribute__((warn_unused_result));
/* Without a result; *affected, unless NULL, gets the number of rows. */
bool pg_run(struct pg *pg, const char *sql, struct params p, int64_t *affected, struct err *e)
	__attribute__((warn_unused_result));
/* Several statements at once, no parameters: migrations. */
bool pg_script(struct pg *pg, const char *sql, struct err *e) __attribute__((warn_unused_result));

/* Big results, a row at a time, in bounded memory: next gives false at the end (and sets e if it failed). */
struct cursor;
bool cursor_open(struct pg *pg, struct arena *a, const char *sql, struct params p, struct cursor **c, struct err *e)
	__attribute__((warn_unused_result));
bool cursor_next(struct cursor *c, struct err *e);
Str cursor_at(const struct cursor *c, size_t column);             /* borrowed until the next call; NULL is {NULL,0} */

enum isolation { READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE };
bool pg_begin(struct pg *pg, enum isolation isolation, struct err *e) __attribute__((warn_unused_result));
bool pg_commit(struct pg *pg, struct err *e) __attribute__((warn_unused_result));
/* Never fails in a way that matters: the server rolls back what it cannot be told to. */
void pg_rollback(struct pg *pg);
bool pg_in_transaction(const struct pg *pg);

/* For whoever works for minutes within a transaction without a statement: says so to the server now and then, which
 * ends a session that is silent for a minute, because it cannot tell it from one that hangs. */
bool pg_alive(struct pg *pg, struct err *e) __attribute__((warn_unused_result));

int pg_server_version(const struct pg *pg);        /* 150018 */

#endif
