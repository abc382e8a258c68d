/* What the files of this folder share: the connection itself, and how libpq's failures become errors. */
#ifndef DB_SESSION_H
#define DB_SESSION_H

#include "db/pg.h"

#include <libpq-fe.h>

struct pg {
	PGconn *conn;
	const char *conninfo;      /* for further sessions of the same process */
	struct arena *scratch;     /* ends with every statement: parameters, messages */
	struct arena *work;        /* for functions of this folder that take no arena; they end it */
	const void *stream;        /* the cursor or COPY that the connection is busy with, or NULL */
	int64_t silent_since;      /* when the last statement, or stream, had ended: clock_monotonic() */
};

/* What libpq says in several lines, as one; never empty. */
const char *session_line(struct arena *a, const char *message);

/* Sets e from a failed result (NULL: from the connection).  Always false. */
bool session_failed(struct pg *pg, const PGresult *r, const char *sql, struct err *e);

/* False, ERR_INTERNAL, while a cursor or COPY is open: its rows would be thrown away unseen. */
bool session_is_free(struct pg *pg, const char *sql, struct err *e);

/* Parameters as libpq takes them, in pg->scratch.  A NUL byte in one is an error: Postgres text cannot hold it. */
bool session_values(struct pg *pg, const char *sql, const struct params *p, const char **values, struct err *e);

/* Begins a COPY, with which the session is then busy until its stream ends; kind: PGRES_COPY_IN or PGRES_COPY_OUT. */
bool session_copy(struct pg *pg, const char *sql, ExecStatusType kind, struct err *e);

/* A stream has come to its end, well or not: what follows is read away, and the session is free. */
void session_close_stream(struct pg *pg);

/* Ends the given stream, if it is the open one, so that the connection can be used again. */
void session_end_stream(struct pg *pg, const void *stream);

/* A result in the arena. */
struct rows *rows_of(struct arena *a, PGresult *result);

#endif
