/*
 * libpq.  A connection is lost by shutting its socket down, so that libpq finds out as it would; a server refuses by
 * an error that it raises itself, so that the transaction is as it would be.  libpq is the program's own: none of it is
 * linked here.
 */
#include "shim.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static const char refusal[] =
	"do $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$";

/* ── the real ones that the faults need ────────────────────────────────────────────────────────────────────────── */

static int socket_of(const PGconn *conn)
{
	int (*real)(const PGconn *);

	*(void **)&real = fault_real("PQsocket");
	return real(conn);
}

static PGresult *execute(PGconn *conn, const char *sql)
{
	PGresult *(*real)(PGconn *, const char *);

	*(void **)&real = fault_real("PQexec");
	return real(conn, sql);
}

static void clear(PGresult *r)
{
	void (*real)(PGresult *);

	*(void **)&real = fault_real("PQclear");
	real(r);
}

static PGTransactionStatusType transaction_of(const PGconn *conn)
{
	PGTransactionStatusType (*real)(const PGconn *);

	*(void **)&real = fault_real("PQtransactionStatus");
	return real(conn);
}

static void cut(PGconn *conn)
{
	if (conn && socket_of(conn) >= 0)
		shutdown(socket_of(conn), SHUT_RDWR);
}

/* A COMMIT that is refused ends the transaction. */
static PGresult *refuse(PGconn *conn, const char *sql)
{
	if (strncmp(sql, "COMMIT", 6) == 0)
		clear(execute(conn, "ROLLBACK"));
	return execute(conn, refusal);
}

/* The answer to a statement that was carried out, on a connection that is gone. */
static PGresult *unanswered(PGconn *conn, PGresult *r)
{
	clear(r);
	cut(conn);
	return execute(conn, "");
}

/* For the log: whether a transaction is open, and the statement's name or first words. */
static const char *note(const PGconn *conn, const char *sql, char *room, size_t size)
{
	PGTransactionStatusType status = transaction_of(conn);
	bool is_open = status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;

	while (*sql == '-' || *sql == ' ' || *sql == '\n' || *sql == '\t')
		sql++;
	snprintf(room, size, "%s %.*s", is_open ? "open" : "-", (int)strcspn(sql, ":\n"), sql);
	return room;
}

/* ── statements ────────────────────────────────────────────────────────────────────────────────────────────────── */

PGresult *PQexec(PGconn *conn, const char *sql)
{
	char room[100];
	struct fault f = fault_here("PQexec", SITE, note(conn, sql, room, sizeof room));
	PGresult *r;

	if (f.how == GIVES_NOTHING)
		return NULL;
	if (f.how == REFUSED)
		return refuse(conn, sql);
	if (f.how == LOST)
		cut(conn);
	r = execute(conn, sql);
	fault_after(f);
	return f.how == ANSWERED ? unanswered(conn, r) : r;
}

PGresult *PQexecParams(PGconn *conn, const char *sql, int count, const Oid *types, const char *const *values,
	const int *lengths, const int *formats, int format)
{
	PGresult *(*real)(PGconn *, const char *, int, const Oid *, const char *const *, const int *, const int *, int);
	char room[100];
	struct fault f = fault_here("PQexecParams", SITE, note(conn, sql, room, sizeof room));
	PGresult *r;

	if (f.how == GIVES_NOTHING)
		return NULL;
	if (f.how == REFUSED)
		return refuse(conn, sql);
	if (f.how == LOST)
		cut(conn);
	*(void **)&real = fault_real("PQexecParams");
	r = real(conn, sql, count, types, values, lengths, formats, format);
	fault_after(f);
	return f.how == ANSWERED ? unanswered(conn, r) : r;
}

int PQsendQueryParams(PGconn *conn, const char *sql, int count, const Oid *types, const char *const *values,
	const int *lengths, const int *formats, int format)
{
	int (*real)(PGconn *, const char *, int, const Oid *, const char *const *, const int *, const int *, int), sent;
	char room[100];
	struct fault f = fault_here("PQsendQueryParams", SITE, note(conn, sql, room, sizeof room));

	if (f.how == GIVES_NOTHING)
		return 0;
	if (f.how == LOST)
		cut(conn);
	*(void **)&real = fault_real("PQsendQueryParams");
	sent = real(conn, sql, count, types, values, lengths, formats, format);
	fault_after(f);
	return sent;
}

/* ── what follows a statement ──────────────────────────────────────────────────────────────────────────────────── */

/* NOLINTBEGIN(bugprone-macro-parentheses): a type and a list of parameters */
#define WRAP_LIBPQ(type, name, declared, passed, nothing)                            \
	type name declared                                                           \
	{                                                                            \
		struct fault f = fault_here(#name, SITE, "");                        \
		type (*real) declared;                                               \
		type result;                                                         \
                                                                                     \
		if (f.how == GIVES_NOTHING)                                          \
			return nothing;                                              \
		if (f.how == LOST)                                                   \
			cut(conn);                                                   \
		*(void **)&real = fault_real(#name);                                 \
		result = real passed;                                                \
		fault_after(f);                                                      \
		return result;                                                       \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

WRAP_LIBPQ(PGresult *, PQgetResult, (PGconn *conn), (conn), NULL)
WRAP_LIBPQ(int, PQgetCopyData, (PGconn *conn, char **row, int async), (conn, row, async), -2)
WRAP_LIBPQ(int, PQputCopyData, (PGconn *conn, const char *from, int size), (conn, from, size), -1)
WRAP_LIBPQ(int, PQputCopyEnd, (PGconn *conn, const char *why), (conn, why), -1)
WRAP_LIBPQ(int, PQsetSingleRowMode, (PGconn *conn), (conn), 0)
WRAP_LIBPQ(int, PQconsumeInput, (PGconn *conn), (conn), 0)
WRAP_LIBPQ(PGcancel *, PQgetCancel, (PGconn *conn), (conn), NULL)

/* ── connections ───────────────────────────────────────────────────────────────────────────────────────────────── */

PGconn *PQconnectdbParams(const char *const *words, const char *const *values, int expand)
{
	static const char *const nowhere[] = {"host", NULL}, *const path[] = {"/nonexistent", NULL};
	struct fault f = fault_here("PQconnectdbParams", SITE, "");
	PGconn *(*real)(const char *const *, const char *const *, int), *conn;

	if (f.how == GIVES_NOTHING)
		return NULL;
	*(void **)&real = fault_real("PQconnectdbParams");
	conn = f.how == REFUSED ? real(nowhere, path, 0) : real(words, values, expand);
	if (f.how == LOST)
		cut(conn);
	fault_after(f);
	return conn;
}

PGPing PQpingParams(const char *const *words, const char *const *values, int expand)
{
	struct fault f = fault_here("PQpingParams", SITE, "");
	PGPing (*real)(const char *const *, const char *const *, int), answer;

	if (f.how == GIVES_NOTHING)
		return PQPING_NO_ATTEMPT;
	*(void **)&real = fault_real("PQpingParams");
	answer = real(words, values, expand);
	fault_after(f);
	return answer;
}

PQconninfoOption *PQconninfoParse(const char *conninfo, char **message)
{
	struct fault f = fault_here("PQconninfoParse", SITE, "");
	PQconninfoOption *(*real)(const char *, char **), *options;

	if (f.how == GIVES_NOTHING)
		return NULL;
	*(void **)&real = fault_real("PQconninfoParse");
	options = real(conninfo, message);
	fault_after(f);
	return options;
}

int PQcancel(PGcancel *cancel, char *room, int size)
{
	struct fault f = fault_here("PQcancel", SITE, "");
	int (*real)(PGcancel *, char *, int), sent;

	if (f.how == GIVES_NOTHING)
		return 0;
	*(void **)&real = fault_real("PQcancel");
	sent = real(cancel, room, size);
	fault_after(f);
	return sent;
}
