/*
 * libpq.  A connection is lost by shutting its socket down, so that libpq finds out as it would; a server refuses by
 * an error that it raises itself, so that the transaction is as it would be.  libpq is the program's own: none of it is
 * linked here.
 */
#include "shim.h"

#include <ctype.h>
#include <errno.h>
#include <libpq-fe.h>
#include <stdatomic.h>
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

/* ── which statement it is ─────────────────────────────────────────────────────────────────────────────────────── */

enum { CONNECTIONS = 16, NAME = 48 };

struct spoken {
	char statement[NAME], note[NAME + 8];
};

/* The last statement on each connection: what is called for its answer is part of it. */
static struct {
	const PGconn *conn;
	char name[NAME];
} last[CONNECTIONS];
static atomic_flag busy = ATOMIC_FLAG_INIT;

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The name that it begins with in a comment, or its first words: one word for the log. */
static void name_of(const char *sql, char *name)
{
	bool is_named = true;
	size_t size = 0;

	while (*sql == '-' || *sql == ' ' || *sql == '\n' || *sql == '\t')
		sql++;
	for (; *sql && size + 1 < NAME && !(is_named && size > 0 && (*sql == ':' || *sql == '\n')); sql++) {
		is_named = is_named && is_word(*sql);
		name[size++] = is_word(*sql) ? *sql : '_';
	}
	name[size] = '\0';
}

/* The place of the connection, or one that is free; the table is larger than a process has connections. */
static size_t place_of(const PGconn *conn)
{
	size_t i = 0;

	while (i + 1 < CONNECTIONS && last[i].conn && last[i].conn != conn)
		i++;
	return i;
}

static struct spoken begins(const PGconn *conn, const char *sql)
{
	PGTransactionStatusType status = transaction_of(conn);
	bool is_open = status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
	struct spoken s;
	size_t at;

	name_of(sql, s.statement);
	snprintf(s.note, sizeof s.note, "%s %s", is_open ? "open" : "-", s.statement);
	while (atomic_flag_test_and_set(&busy))
		continue;
	at = place_of(conn);
	last[at].conn = conn;
	memcpy(last[at].name, s.statement, NAME);
	atomic_flag_clear(&busy);
	return s;
}

static struct spoken goes_on(const PGconn *conn)
{
	struct spoken s = {"", ""};
	size_t at;

	while (atomic_flag_test_and_set(&busy))
		continue;
	at = place_of(conn);
	if (last[at].conn == conn)
		memcpy(s.statement, last[at].name, NAME);
	atomic_flag_clear(&busy);
	return s;
}

/* ── statements ────────────────────────────────────────────────────────────────────────────────────────────────── */

PGresult *PQexec(PGconn *conn, const char *sql)
{
	struct spoken s = begins(conn, sql);
	struct fault f = fault_here("PQexec", SITE, s.statement, s.note);
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
	struct spoken s = begins(conn, sql);
	struct fault f = fault_here("PQexecParams", SITE, s.statement, s.note);
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
	struct spoken s = begins(conn, sql);
	struct fault f = fault_here("PQsendQueryParams", SITE, s.statement, s.note);

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
		struct spoken s = goes_on(conn);                                     \
		struct fault f = fault_here(#name, SITE, s.statement, s.note);       \
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
	struct fault f = fault_here("PQconnectdbParams", SITE, "", "");
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
	struct fault f = fault_here("PQpingParams", SITE, "", "");
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
	struct fault f = fault_here("PQconninfoParse", SITE, "", "");
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
	struct fault f = fault_here("PQcancel", SITE, "", "");
	int (*real)(PGcancel *, char *, int), sent;

	if (f.how == GIVES_NOTHING)
		return 0;
	*(void **)&real = fault_real("PQcancel");
	sent = real(cancel, room, size);
	fault_after(f);
	return sent;
}
