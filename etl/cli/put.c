#include "cli/put.h"

enum { PUT_LIMIT = 1 << 30 };

struct buf *put_begin(struct call *call, struct json_out *j)
{
	struct buf *b = buf_new(call->a, PUT_LIMIT);

	json_begin(j, b, true);
	return b;
}

bool put_end(struct call *call, struct buf *b)
{
	if (b->len > 0 && b->at[b->len - 1] != '\n')
		buf_byte(b, '\n');
	call_print(call, b);
	return true;
}

void put_cell(struct json_out *j, const char *name, Str s)
{
	if (s.at)
		json_put_text(j, name, s);
	else
		json_put_z(j, name, NULL);
}

static bool is_null(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column)
{
	json_name(j, name);
	if (!rows_is_null(r, row, column))
		return false;
	json_null(j);
	return true;
}

void put_text(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column)
{
	if (!is_null(j, name, r, row, column))
		json_text(j, rows_at(r, row, column));
}

void put_int(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column)
{
	if (!is_null(j, name, r, row, column))
		json_int(j, rows_int(r, row, column));
}

void put_bool(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column)
{
	if (!is_null(j, name, r, row, column))
		json_bool(j, rows_bool(r, row, column));
}

void put_instant(struct arena *a, struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column)
{
	if (!is_null(j, name, r, row, column))
		json_text(j, text(instant_text(a, rows_instant(r, row, column))));
}

void put_json(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column)
{
	if (!is_null(j, name, r, row, column))
		json_raw(j, rows_at(r, row, column));
}
