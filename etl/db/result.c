#include "db/session.h"

struct rows {
	PGresult *result;
};

static void clear(void *subject)
{
	PQclear(subject);
}

struct rows *rows_of(struct arena *a, PGresult *result)
{
	struct rows *r = arena_new_of(a, struct rows);

	r->result = result;
	arena_defer(a, clear, result);
	return r;
}

size_t rows_count(const struct rows *r)
{
	return (size_t)PQntuples(r->result);
}

bool rows_is_null(const struct rows *r, size_t row, size_t column)
{
	return PQgetisnull(r->result, (int)row, (int)column) == 1;
}

Str rows_at(const struct rows *r, size_t row, size_t column)
{
	if (rows_is_null(r, row, column))
		return (Str){NULL, 0};
	return (Str){PQgetvalue(r->result, (int)row, (int)column), (size_t)PQgetlength(r->result, (int)row, (int)column)};
}

bool rows_have(const struct rows *r, Str value)
{
	for (size_t i = 0; i < rows_count(r); i++)
		if (text_is(rows_at(r, i, 0), value))
			return true;
	return false;
}

int64_t rows_int(const struct rows *r, size_t row, size_t column)
{
	Str s = rows_at(r, row, column);
	bool negative = text_begins(s, S("-"));
	uint64_t n = 0;

	if (!text_uint(negative ? text_from(s, 1) : s, &n))
		return 0;
	return (int64_t)(negative ? UINT64_C(0) - n : n);
}

bool rows_bool(const struct rows *r, size_t row, size_t column)
{
	return text_is(rows_at(r, row, column), S("t"));
}

date rows_date(const struct rows *r, size_t row, size_t column)
{
	date d;

	return date_parse(rows_at(r, row, column), &d) ? d : DATE_NONE;
}

/* Postgres writes the offset of UTC as +00, RFC 3339 as +00:00. */
instant rows_instant(const struct rows *r, size_t row, size_t column)
{
	Str s = rows_at(r, row, column);
	char full[64];
	instant t;

	if (!text_ends(s, S("+00")) || s.len + 3 > sizeof full)
		return INSTANT_NONE;
	memcpy(full, s.at, s.len);
	memcpy(full + s.len, ":00", 3);
	return instant_parse((Str){full, s.len + 3}, &t) ? t : INSTANT_NONE;
}

struct digest rows_digest(const struct rows *r, size_t row, size_t column)
{
	Str s = rows_at(r, row, column);
	struct digest d = {{0}};

	if (!text_begins(s, S("\\x")) || !digest_parse(text_from(s, 2), &d))
		memset(&d, 0, sizeof d);
	return d;
}
