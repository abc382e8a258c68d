#include "db/session.h"

struct cursor {
	struct pg *pg;
	PGresult *row;
	const char *sql;
};

static void give_up(void *subject)
{
	struct cursor *c = subject;

	PQclear(c->row);
	c->row = NULL;
	session_end_stream(c->pg, c);
}

bool cursor_open(struct pg *pg, struct arena *a, const char *sql, struct params p, struct cursor **c, struct err *e)
{
	const char *values[sizeof p.at / sizeof *p.at];
	struct cursor *new = arena_new_of(a, struct cursor);

	arena_end(pg->scratch);
	if (!session_is_free(pg, sql, e) || !session_values(pg, sql, &p, values, e))
		return false;
	if (!PQsendQueryParams(pg->conn, sql, (int)p.count, NULL, values, NULL, NULL, 0)
	    || !PQsetSingleRowMode(pg->conn))
		return session_failed(pg, NULL, sql, e);
	new->pg = pg;
	new->sql = text_z(a, text(sql));
	pg->stream = new;
	arena_defer(a, give_up, new);
	*c = new;
	return true;
}

bool cursor_next(struct cursor *c, struct err *e)
{
	if (c->pg->stream != c)
		return false;
	PQclear(c->row);
	c->row = PQgetResult(c->pg->conn);
	if (PQresultStatus(c->row) == PGRES_SINGLE_TUPLE)
		return true;
	if (PQresultStatus(c->row) != PGRES_TUPLES_OK && PQresultStatus(c->row) != PGRES_COMMAND_OK)
		session_failed(c->pg, c->row, c->sql, e);
	session_close_stream(c->pg);
	return false;
}

Str cursor_at(const struct cursor *c, size_t column)
{
	int i = (int)column;

	if (PQgetisnull(c->row, 0, i))
		return (Str){NULL, 0};
	return (Str){PQgetvalue(c->row, 0, i), (size_t)PQgetlength(c->row, 0, i)};
}
