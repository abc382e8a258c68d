#include "db/session.h"

#include "db/copy.h"

struct copy_out {
	struct pg *pg;
	const char *sql;
	char *row;
	bool began;
};

static void give_up(void *subject)
{
	struct copy_out *c = subject;

	PQfreemem(c->row);
	c->row = NULL;
	session_end_stream(c->pg, c);
}

bool copy_out_open(struct pg *pg, struct arena *a, const char *sql, struct copy_out **c, struct err *e)
{
	struct copy_out *new = arena_new_of(a, struct copy_out);

	if (!session_copy(pg, sql, PGRES_COPY_OUT, e))
		return false;
	new->pg = pg;
	new->sql = text_z(a, text(sql));
	pg->stream = new;
	arena_defer(a, give_up, new);
	*c = new;
	return true;
}

static uint64_t unsigned_of(Str field)
{
	uint64_t n = 0;

	for (size_t i = 0; i < field.len && i < 8; i++)
		n = n << 8 | (unsigned char)field.at[i];
	return n;
}

/* The first piece of data begins with signature, flags and the length of an extension. */
static bool cut_header(Str *data)
{
	uint64_t extension;

	if (!text_begins(*data, (Str){"PGCOPY\n\377\r\n", 11}) || data->len < 19)
		return false;
	extension = unsigned_of((Str){data->at + 15, 4});
	if (extension > data->len - 19)
		return false;
	*data = text_from(*data, 19 + (size_t)extension);
	return true;
}

static bool cut_field(Str *data, Str *field)
{
	uint64_t size;

	if (data->len < 4)
		return false;
	size = unsigned_of(text_head(*data, 4));
	*data = text_from(*data, 4);
	*field = (Str){NULL, 0};
	if (size == UINT32_MAX)
		return true;
	if (size > data->len)
		return false;
	*field = text_head(*data, (size_t)size);
	*data = text_from(*data, (size_t)size);
	return true;
}

/* All fields of one row; false if the data is not of this width. */
static bool split(Str data, Str *fields, size_t width)
{
	if (data.len < 2 || unsigned_of(text_head(data, 2)) != width)
		return false;
	data = text_from(data, 2);
	for (size_t i = 0; i < width; i++)
		if (!cut_field(&data, &fields[i]))
			return false;
	return data.len == 0;
}

static bool malformed(struct copy_out *c, struct err *e)
{
	session_end_stream(c->pg, c);
	return err_set(e, ERR_INTERNAL, "COPY: a row is not of the shape that was asked for");
}

/* The end of the rows: false, with the server's error if there is one. */
static bool finish(struct copy_out *c, struct err *e)
{
	PGresult *r = PQgetResult(c->pg->conn);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		session_failed(c->pg, r, c->sql, e);
	PQclear(r);
	session_close_stream(c->pg);
	return false;
}

bool copy_out_next(struct copy_out *c, Str *fields, size_t width, struct err *e)
{
	Str data;
	int size;

	if (c->pg->stream != c)
		return false;
	do {
		PQfreemem(c->row);
		c->row = NULL;
		size = PQgetCopyData(c->pg->conn, &c->row, 0);
		if (size < 0)
			return finish(c, e);
		data = (Str){c->row, (size_t)size};
		if (!c->began && !cut_header(&data))
			return malformed(c, e);
		c->began = true;
		/* Header and trailer may stand alone or beside a row; the trailer is the width -1. */
	} while (data.len == 0 || (data.len == 2 && unsigned_of(data) == UINT16_MAX));
	return split(data, fields, width) || malformed(c, e);
}

struct hash binary_hash(Str field)
{
	if (field.len != 16)
		return (struct hash){0, 0};
	return (struct hash){unsigned_of(text_head(field, 8)), unsigned_of(text_from(field, 8))};
}

int64_t binary_int(Str field)
{
	uint64_t n = unsigned_of(field);

	switch (field.len) {
	case 2:
		return (int16_t)n;
	case 4:
		return (int32_t)n;
	default:
		return (int64_t)n;
	}
}

/* PostgreSQL source, numeric.c, numeric_send: groups to base 10000, the first of them times 10000^weight. */
static bool groups_read(Str field, int64_t *digits, int *scale)
{
	size_t groups = (size_t)unsigned_of(text_head(field, 2));
	int weight = (int16_t)unsigned_of(text_head(text_from(field, 2), 2)), behind = (int)groups - 1 - weight;

	*digits = 0;
	for (size_t i = 0; i < groups; i++)
		if (__builtin_mul_overflow(*digits, 10000, digits)
		    || __builtin_add_overflow(*digits, (int64_t)unsigned_of(text_head(text_from(field, 8 + 2 * i), 2)), digits))
			return false;
	for (; behind < 0; behind++)
		if (*digits != 0 && __builtin_mul_overflow(*digits, 10000, digits))
			return false;
	*scale = 4 * behind;
	return true;
}

bool binary_numeric(Str field, int64_t *digits, int *scale)
{
	enum { HEAD = 8, NEGATIVE = 0x4000 };
	uint64_t sign;

	if (field.len < HEAD || field.len != HEAD + 2 * unsigned_of(text_head(field, 2)))
		return false;
	sign = unsigned_of(text_head(text_from(field, 4), 2));
	if ((sign != 0 && sign != NEGATIVE) || !groups_read(field, digits, scale))
		return false;
	for (; *scale > 0 && *digits % 10 == 0; --*scale)
		*digits /= 10;
	*digits = sign ? -*digits : *digits;
	return true;
}

/* Infinity, in either direction, is no moment. */
instant binary_instant(Str field)
{
	const int64_t epoch = COPY_EPOCH * DAY;
	int64_t n = binary_int(field);

	if (field.len != 8 || n == INT64_MAX || n == INT64_MIN || n > INT64_MAX - epoch)
		return INSTANT_NONE;
	return n + epoch;
}
