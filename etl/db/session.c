#include "db/session.h"

#include "base/clock.h"
#include "base/log.h"
/* What the build makes of sql/, not the header beside this file. */
#include <embedded.h>
#include <sys/socket.h>

static void finish(void *subject)
{
	PQfinish(subject);
}

static void say_notice(void *none, const char *message)
{
	(void)none;
	log_debug("db", "%.*s", (int)strcspn(message, "\n"), message);
}

/*
 * A password that holds '@', '/' or '?' unescaped makes libpq take a part of it for host or port, and its message then
 * quotes it.  Such a URL has an '@' too many or one behind its host, and is refused before libpq sees it.
 */
static bool has_stray_at(const char *conninfo)
{
	Str head, url = text(conninfo);
	size_t start = text_find(url, S("://")), host, at;

	if (start == url.len || !text_begins(url, S("postgres")))
		return false;
	url = text_from(url, start + 3);
	for (host = 0; host < url.len && url.at[host] != '/' && url.at[host] != '?'; host++)
		continue;
	head = text_head(url, host);
	at = text_find_byte(head, '@');
	return text_find_byte(text_from(head, at + 1), '@') < text_from(head, at + 1).len
	    || text_find_byte(text_from(url, host), '@') < url.len - host;
}

/* What libpq says of a text that it cannot read may quote any part of it, and is not repeated. */
static bool is_readable(const char *conninfo, struct err *e)
{
	PQconninfoOption *options;

	if (has_stray_at(conninfo))
		return err_set(e, ERR_DATABASE, "database: the URL has an '@' too many; write special characters of a "
			"password as %%XX: %%40 for @, %%2F for /, %%3F for ?");
	options = PQconninfoParse(conninfo, NULL);
	if (!options)
		return err_set(e, ERR_DATABASE, "database: neither a URL nor key=value text that libpq can read (it may hold "
			"a password and is not shown); write special characters of a URL as %%XX");
	PQconninfoFree(options);
	return true;
}

enum { KEYWORDS = 5 };
static const char *const keywords[KEYWORDS] = {"connect_timeout", "fallback_application_name", "dbname",
	"client_encoding", NULL};

/* libpq gives no SQLSTATE of a refused connection; a ping tells a server that is not there from one that refuses. */
static bool cannot_connect(PGconn *conn, const char *const *values, struct arena *a, struct err *e)
{
	static const char *const full[] = {"too many clients", "too many connections", "connection slots"};
	bool is_temporary = PQpingParams(keywords, values, 1) != PQPING_OK;
	const char *said = session_line(a, PQerrorMessage(conn));

	for (size_t i = 0; i < sizeof full / sizeof *full; i++)
		is_temporary = is_temporary || strstr(said, full[i]);
	return err_set(e, is_temporary ? ERR_TEMPORARY : ERR_DATABASE, "database: %s", said);
}

bool pg_open(struct arena *a, const char *conninfo, struct pg **pg, struct err *e)
{
	const char *const values[KEYWORDS] = {"10", "counterfoil", conninfo, "UTF8", NULL};
	struct pg *new = arena_new_of(a, struct pg);

	if (!is_readable(conninfo, e))
		return false;
	new->scratch = arena_new(a);
	new->work = arena_new(a);
	new->conninfo = text_z(a, text(conninfo));
	new->conn = PQconnectdbParams(keywords, values, 1);
	arena_defer(a, finish, new->conn);
	if (PQstatus(new->conn) != CONNECTION_OK)
		return cannot_connect(new->conn, values, new->scratch, e);
	PQsetNoticeProcessor(new->conn, say_notice, NULL);
	*pg = new;
	return pg_script(new, sql_db_session, e);
}

const char *pg_conninfo(const struct pg *pg)
{
	return pg->conninfo;
}

static bool is_success(const PGresult *r)
{
	ExecStatusType status = PQresultStatus(r);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/* Gives the result only if the statement succeeded. */
static PGresult *execute(struct pg *pg, const char *sql, const struct params *p, struct err *e)
{
	const char *values[sizeof p->at / sizeof *p->at];
	PGresult *r;

	arena_end(pg->scratch);
	if (!session_is_free(pg, sql, e) || !session_values(pg, sql, p, values, e))
		return NULL;
	r = PQexecParams(pg->conn, sql, (int)p->count, NULL, values, NULL, NULL, 0);
	pg->silent_since = clock_monotonic();
	if (is_success(r))
		return r;
	session_failed(pg, r, sql, e);
	PQclear(r);
	return NULL;
}

bool pg_query(struct pg *pg, struct arena *a, const char *sql, struct params p, struct rows **r, struct err *e)
{
	PGresult *result = execute(pg, sql, &p, e);

	if (!result)
		return false;
	*r = rows_of(a, result);
	return true;
}

static int64_t affected_rows(PGresult *r)
{
	uint64_t n = 0;

	return text_uint(text(PQcmdTuples(r)), &n) ? (int64_t)n : 0;
}

bool pg_run(struct pg *pg, const char *sql, struct params p, int64_t *affected, struct err *e)
{
	PGresult *r = execute(pg, sql, &p, e);

	if (!r)
		return false;
	if (affected)
		*affected = affected_rows(r);
	PQclear(r);
	return true;
}

bool pg_alive(struct pg *pg, struct err *e)
{
	enum { SILENT_MOST = 10 };

	return pg->stream || !pg_in_transaction(pg) || clock_monotonic() - pg->silent_since < SILENT_MOST * SECOND
	    || pg_run(pg, "SELECT 1", NO_PARAMS, NULL, e);
}

bool session_copy(struct pg *pg, const char *sql, ExecStatusType kind, struct err *e)
{
	PGresult *r;
	bool ok;

	arena_end(pg->scratch);
	if (!session_is_free(pg, sql, e))
		return false;
	r = PQexec(pg->conn, sql);
	ok = PQresultStatus(r) == kind || session_failed(pg, r, sql, e);
	PQclear(r);
	return ok;
}

bool pg_script(struct pg *pg, const char *sql, struct err *e)
{
	PGresult *r;
	bool ok;

	arena_end(pg->scratch);
	if (!session_is_free(pg, sql, e))
		return false;
	r = PQexec(pg->conn, sql);
	ok = is_success(r) || session_failed(pg, r, sql, e);
	PQclear(r);
	return ok;
}

bool pg_role(struct pg *pg, const char *role, struct err *e)
{
	return pg_run(pg, "SELECT set_config('role', $1, false)", P(text(role ? role : "none")), NULL, e);
}

bool pg_begin(struct pg *pg, enum isolation isolation, struct err *e)
{
	static const char *const begin[] = {
		[READ_COMMITTED] = "BEGIN ISOLATION LEVEL READ COMMITTED",
		[REPEATABLE_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ",
		[SERIALIZABLE] = "BEGIN ISOLATION LEVEL SERIALIZABLE",
	};

	if (pg_in_transaction(pg))
		return err_set(e, ERR_INTERNAL, "begin: a transaction is open already");
	return pg_run(pg, begin[isolation], NO_PARAMS, NULL, e);
}

bool pg_commit(struct pg *pg, struct err *e)
{
	PGresult *r;
	bool ok;

	if (!pg_in_transaction(pg))
		return err_set(e, ERR_INTERNAL, "commit: no transaction is open");
	r = execute(pg, "COMMIT", &NO_PARAMS, e);
	if (!r)
		return false;
	/* The server answers the COMMIT of a transaction that has failed with ROLLBACK, as a success. */
	ok = text_is(text(PQcmdStatus(r)), S("COMMIT"))
	  || err_set(e, ERR_DATABASE, "commit: the transaction had failed and was rolled back");
	PQclear(r);
	return ok;
}

void pg_rollback(struct pg *pg)
{
	session_end_stream(pg, pg->stream);
	/* Twice: the cancel of a stream may come late and hit the first. */
	for (int i = 0; i < 2 && pg_in_transaction(pg); i++)
		PQclear(PQexec(pg->conn, "ROLLBACK"));
}

bool pg_in_transaction(const struct pg *pg)
{
	PGTransactionStatusType status = PQtransactionStatus(pg->conn);

	return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

int pg_server_version(const struct pg *pg)
{
	return PQserverVersion(pg->conn);
}

/* What is left may be millions of rows: a query is cancelled, a COPY to the server is told that it failed. */
static void cut_short(PGconn *conn)
{
	char ignored[256];
	PGcancel *cancel;

	if (PQputCopyEnd(conn, "given up") == 1)
		return;
	cancel = PQtransactionStatus(conn) == PQTRANS_ACTIVE ? PQgetCancel(conn) : NULL;
	if (cancel)
		(void)!PQcancel(cancel, ignored, sizeof ignored);
	PQfreeCancel(cancel);
}

/* libpq gives the state of a COPY again and again until it is ended; false if it cannot be, out of memory. */
static bool copy_ends(PGconn *conn, ExecStatusType status)
{
	char *row = NULL;
	int size;

	if (status == PGRES_COPY_IN)
		return PQputCopyEnd(conn, "given up") == 1;
	if (status != PGRES_COPY_OUT)
		return true;
	while ((size = PQgetCopyData(conn, &row, 0)) > 0)
		PQfreemem(row);
	return size == -1;
}

/* What cannot be ended ends with its connection: libpq finds that out at the next look. */
static void drop_connection(PGconn *conn)
{
	if (PQsocket(conn) >= 0)
		shutdown(PQsocket(conn), SHUT_RDWR);
	(void)!PQconsumeInput(conn);
}

void session_close_stream(struct pg *pg)
{
	PGresult *r;

	pg->stream = NULL;
	pg->silent_since = clock_monotonic();
	while ((r = PQgetResult(pg->conn))) {
		ExecStatusType status = PQresultStatus(r);

		PQclear(r);
		if (PQstatus(pg->conn) == CONNECTION_BAD)
			return;
		if (!copy_ends(pg->conn, status))
			drop_connection(pg->conn);
	}
}

void session_end_stream(struct pg *pg, const void *stream)
{
	if (!stream || pg->stream != stream)
		return;
	cut_short(pg->conn);
	session_close_stream(pg);
}
