#include "base/json_out.h"

#include <inttypes.h>

enum { DEEPEST = 63 };

void json_begin(struct json_out *j, struct buf *to, bool pretty)
{
	*j = (struct json_out){.to = to, .pretty = pretty};
}

static void new_line(struct json_out *j)
{
	if (!j->pretty)
		return;
	buf_byte(j->to, '\n');
	for (int i = 0; i < j->depth; i++)
		buf_add(j->to, S("  "));
}

/* What stands before a value or a name: a comma if one came before, and its line. */
static void separate(struct json_out *j)
{
	if (j->after_name) {
		j->after_name = false;
		return;
	}
	if (j->began[j->depth])
		buf_byte(j->to, ',');
	if (j->depth > 0)
		new_line(j);
	j->began[j->depth] = true;
}

/* Deeper than the room for commas: the buffer is over, as at its limit, since nothing can be written rightly. */
static void begin(struct json_out *j, char bracket)
{
	separate(j);
	buf_byte(j->to, bracket);
	if (j->depth == DEEPEST) {
		j->to->over = true;
		return;
	}
	j->began[++j->depth] = false;
}

static void end(struct json_out *j, char bracket)
{
	bool had_members = j->began[j->depth];

	if (j->depth > 0)
		j->depth--;
	if (had_members)
		new_line(j);
	buf_byte(j->to, bracket);
}

void json_object(struct json_out *j)
{
	begin(j, '{');
}

void json_object_end(struct json_out *j)
{
	end(j, '}');
}

void json_array(struct json_out *j)
{
	begin(j, '[');
}

void json_array_end(struct json_out *j)
{
	end(j, ']');
}

static void escape(struct buf *to, char c)
{
	static const char controls[] = "\b\t\n\f\r", letters[] = "btnfr";
	const char *known = c ? strchr(controls, c) : NULL;

	if (c == '"' || c == '\\')
		buf_add(to, (Str){(char[]){'\\', c}, 2});
	else if (known)
		buf_add(to, (Str){(char[]){'\\', letters[known - controls]}, 2});
	else
		buf_print(to, "\\u%04x", (unsigned char)c);
}

/* Well-formed UTF-8: runs that need no escape are copied whole. */
static void put_valid(struct buf *to, Str s)
{
	size_t first = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(to, (Str){s.at + first, i - first});
		escape(to, s.at[i]);
		first = i + 1;
	}
	buf_add(to, text_from(s, first));
}

static void put_string(struct buf *to, Str s)
{
	size_t bad;

	buf_byte(to, '"');
	while (!text_is_utf8(s, &bad)) {
		put_valid(to, text_head(s, bad));
		buf_add(to, S("\xEF\xBF\xBD"));
		s = text_from(s, bad + 1);
	}
	put_valid(to, s);
	buf_byte(to, '"');
}

void json_name(struct json_out *j, const char *name)
{
	separate(j);
	put_string(j->to, text(name));
	buf_add(j->to, j->pretty ? S(": ") : S(":"));
	j->after_name = true;
}

void json_text(struct json_out *j, Str s)
{
	separate(j);
	put_string(j->to, s);
}

void json_int(struct json_out *j, int64_t n)
{
	separate(j);
	buf_print(j->to, "%" PRId64, n);
}

void json_bool(struct json_out *j, bool b)
{
	json_raw(j, b ? S("true") : S("false"));
}

void json_null(struct json_out *j)
{
	json_raw(j, S("null"));
}

void json_decimal(struct json_out *j, struct decimal d)
{
	char *room;

	separate(j);
	buf_byte(j->to, '"');
	room = buf_room(j->to, decimal_room(d));
	if (room)
		j->to->len += decimal_write(d, room);
	buf_byte(j->to, '"');
}

void json_raw(struct json_out *j, Str json)
{
	separate(j);
	buf_add(j->to, json);
}

void json_put_text(struct json_out *j, const char *name, Str s)
{
	json_name(j, name);
	json_text(j, s);
}

void json_put_z(struct json_out *j, const char *name, const char *z)
{
	json_name(j, name);
	if (z)
		json_text(j, text(z));
	else
		json_null(j);
}

void json_put_int(struct json_out *j, const char *name, int64_t n)
{
	json_name(j, name);
	json_int(j, n);
}

void json_put_bool(struct json_out *j, const char *name, bool b)
{
	json_name(j, name);
	json_bool(j, b);
}
