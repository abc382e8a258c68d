#include "db/session.h"

#include <stdlib.h>

static const char *const look = "look at the Postgres log";

/*
 * The one place that decides whether trying again can help: lost connections, serialization failures and deadlocks,
 * a server out of room, a server that stops or starts (PostgreSQL manual, appendix A).
 */
static const char *const temporary[] = {"08", "40", "53", "57P"};

static enum err_kind kind_of(const char *sqlstate)
{
	for (size_t i = 0; i < sizeof temporary / sizeof *temporary; i++)
		if (text_begins(text(sqlstate), text(temporary[i])))
			return ERR_TEMPORARY;
	return ERR_DATABASE;
}

/* A statement's name is what its first comment says before a colon: "-- stage_apply: …"; else its first words. */
static const char *label(struct arena *a, const char *sql)
{
	enum { SHOWN = 60 };
	Str s = text_trim(text(sql));
	bool is_named = text_begins(s, S("--"));
	char *name;

	if (is_named) {
		s = text_trim(text_from(s, 2));
		s = text_head(s, strcspn(s.at, ":\n"));
	}
	name = text_z(a, text_head(s, SHOWN));
	for (char *c = name; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return name;
}

/* The server counts characters from 1. */
static int line_of(const char *sql, const char *position)
{
	long left = position ? strtol(position, NULL, 10) : 0;
	int line = 1;

	if (left < 1)
		return 0;
	for (const char *c = sql; *c && left > 1; c++) {
		line += *c == '\n';
		left -= ((unsigned char)c[1] & 0xC0) != 0x80;
	}
	return line;
}

const char *session_line(struct arena *a, const char *message)
{
	char *line = text_z(a, text_trim(text(message ? message : "")));

	for (char *c = line; *c; c++)
		if (*c == '\n')
			*c = ' ';
	return line[0] ? line : "no answer from the server";
}

static void add_field(const PGresult *r, int code, const char *what, struct err *e)
{
	const char *said = PQresultErrorField(r, code);

	if (said && *said)
		err_add(e, "%s%.*s", what, (int)strcspn(said, "\n"), said);
}

static bool refused(struct arena *a, const PGresult *r, const char *state, const char *sql, struct err *e)
{
	const char *said = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	const char *context = PQresultErrorField(r, PG_DIAG_CONTEXT);
	int line = line_of(sql, PQresultErrorField(r, PG_DIAG_STATEMENT_POSITION));
	const char *place = line > 0 ? arena_print(a, "%s:%d", label(a, sql), line) : label(a, sql);

	err_set(e, kind_of(state), "%s: %s (SQLSTATE %s)", place, session_line(a, said), state);
	add_field(r, PG_DIAG_CONSTRAINT_NAME, "constraint ", e);
	add_field(r, PG_DIAG_MESSAGE_DETAIL, "", e);
	if (context && text_begins(text(context), S("COPY ")))
		add_field(r, PG_DIAG_CONTEXT, "", e);
	add_field(r, PG_DIAG_MESSAGE_HINT, "", e);
	return e->kind == ERR_DATABASE && err_hint(e, look);
}

bool session_failed(struct pg *pg, const PGresult *r, const char *sql, struct err *e)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	bool is_lost = PQstatus(pg->conn) == CONNECTION_BAD;
	struct arena *a = pg->scratch;

	if (e->kind != ERR_NONE)
		return false;
	if (state)
		return refused(a, r, state, sql, e);
	if (!is_lost)
		err_hint(e, look);
	return err_set(e, is_lost ? ERR_TEMPORARY : ERR_DATABASE, "%s: %s%s", label(a, sql),
		       is_lost ? "the connection to the database is lost: " : "",
		       session_line(a, r ? PQresultErrorMessage(r) : PQerrorMessage(pg->conn)));
}

bool session_is_free(struct pg *pg, const char *sql, struct err *e)
{
	if (!pg->stream)
		return true;
	return err_set(e, ERR_INTERNAL, "%s: a cursor or COPY is still open on this session", label(pg->scratch, sql));
}

bool session_values(struct pg *pg, const char *sql, const struct params *p, const char **values, struct err *e)
{
	for (size_t i = 0; i < p->count; i++) {
		Str s = p->at[i];

		if (s.at && s.len > 0 && memchr(s.at, '\0', s.len))
			return err_set(e, ERR_DATABASE, "%s: $%zu: %s has a NUL byte, which no text in Postgres can hold",
				       label(pg->scratch, sql), i + 1, text_quoted(pg->scratch, s));
		values[i] = s.at ? text_z(pg->scratch, s) : NULL;
	}
	return true;
}
