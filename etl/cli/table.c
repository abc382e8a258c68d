#include "cli/table.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum { GAP = 2 };

struct row {
	Str cells[TABLE_COLUMNS];
	size_t count;
	Str rest;                /* instead of the cells that are lacking */
};

struct table {
	struct arena *a;
	Str heads[TABLE_COLUMNS];
	bool right[TABLE_COLUMNS];
	size_t columns;
	struct row *rows;
	size_t count;
};

size_t text_width(Str s)
{
	size_t width = 0;

	for (size_t i = 0; i < s.len; i++)
		width += ((unsigned char)s.at[i] & 0xC0) != 0x80;
	return width;
}

Str text_start(Str s, size_t characters)
{
	size_t i = 0, seen = 0;

	for (; i < s.len; i++) {
		seen += ((unsigned char)s.at[i] & 0xC0) != 0x80;
		if (seen > characters)
			break;
	}
	return text_head(s, i);
}

static Str head_of(struct arena *a, Str s)
{
	char *head = text_z(a, s);

	for (size_t i = 0; i < s.len; i++)
		if (head[i] == '_')
			head[i] = ' ';
	return text_is(s, S("-")) ? S("") : (Str){head, s.len};
}

struct table *table_new(struct arena *a, const char *columns)
{
	struct table *t = arena_new_of(a, struct table);
	Str rest = text(columns), head;

	t->a = a;
	while (rest.len > 0 && t->columns < TABLE_COLUMNS) {
		size_t end = text_find_byte(rest, ' ');

		head = text_head(rest, end);
		rest = text_from(rest, end + 1);
		t->right[t->columns] = text_begins(head, S(">"));
		t->heads[t->columns] = head_of(a, text_from(head, t->right[t->columns]));
		t->columns++;
	}
	return t;
}

static struct row *row_of(struct table *t)
{
	struct row *last = t->count > 0 ? &t->rows[t->count - 1] : NULL;

	if (last && last->count < t->columns && !last->rest.at)
		return last;
	t->rows = arena_grow(t->a, t->rows, t->count, sizeof *t->rows);
	last = &t->rows[t->count++];
	*last = (struct row){.count = 0};
	return last;
}

/* A cell stays on its line, whatever a source wrote into it. */
static Str one_line(struct arena *a, Str s)
{
	char *line = text_z(a, s);

	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
			line[i] = ' ';
	return (Str){line, s.len};
}

void table_cell(struct table *t, Str s)
{
	struct row *row = row_of(t);

	row->cells[row->count++] = one_line(t->a, s);
}

void table_print(struct table *t, const char *format, ...)
{
	char cell[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(cell, sizeof cell, format, args);
	va_end(args);
	table_cell(t, text(cell));
}

void table_int(struct table *t, int64_t n)
{
	table_print(t, "%" PRId64, n);
}

void table_rest(struct table *t, Str s)
{
	row_of(t)->rest = one_line(t->a, s);
}

void table_remark(struct table *t, Str s)
{
	struct buf *lines = buf_new(t->a, 1 << 20);
	Str rest, line;

	text_wrap(lines, s, "    ", TEXT_WIDTH - 6);
	for (rest = buf_str(lines); text_cut(rest, '\n', &line, &rest);)
		table_rest(t, line);
}

static size_t width_of(const struct table *t, size_t column)
{
	size_t width = text_width(t->heads[column]);

	for (size_t i = 0; i < t->count; i++) {
		size_t w = column < t->rows[i].count ? text_width(t->rows[i].cells[column]) : 0;

		width = w > width ? w : width;
	}
	return width;
}

static void pad(struct buf *b, size_t count)
{
	for (; count > 0; count--)
		buf_byte(b, ' ');
}

/* Blanks are written only when something follows them, so that no line ends in one. */
static void cells_write(const struct table *t, struct buf *b, const Str *cells, size_t count, Str rest,
	const size_t *widths)
{
	size_t owed = 0;

	for (size_t i = 0; i < count; i++) {
		size_t lacking = widths[i] - text_width(cells[i]);

		owed += t->right[i] ? lacking : 0;
		if (cells[i].len > 0) {
			pad(b, owed);
			buf_add(b, cells[i]);
			owed = 0;
		} else {
			owed += t->right[i] ? 0 : widths[i] - lacking;
		}
		owed += (t->right[i] ? 0 : lacking) + GAP;
	}
	if (rest.len > 0) {
		pad(b, owed);
		buf_add(b, rest);
	}
	buf_byte(b, '\n');
}

void table_write(const struct table *t, struct buf *b, const char *indent)
{
	size_t widths[TABLE_COLUMNS] = {0};
	bool has_heads = false;

	if (t->count == 0)
		return;
	for (size_t i = 0; i < t->columns; i++) {
		widths[i] = width_of(t, i);
		has_heads = has_heads || t->heads[i].len > 0;
	}
	if (has_heads) {
		buf_print(b, "%s", indent);
		cells_write(t, b, t->heads, t->columns, S(""), widths);
	}
	for (size_t i = 0; i < t->count; i++) {
		buf_print(b, "%s", indent);
		cells_write(t, b, t->rows[i].cells, t->rows[i].count, t->rows[i].rest, widths);
	}
}

/* How many bytes of s stand on one line of that many characters: up to a blank if there is one. */
static size_t line_of(Str s, size_t width)
{
	size_t characters = 0, blank = 0, i = 0;

	for (; i < s.len; i++) {
		if (s.at[i] == '\n')
			return i;
		characters += ((unsigned char)s.at[i] & 0xC0) != 0x80;
		if (characters > width)
			return blank > 0 ? blank : i;
		if (s.at[i] == ' ')
			blank = i;
	}
	return i;
}

void text_wrap(struct buf *b, Str s, const char *indent, size_t width)
{
	while (s.len > 0) {
		size_t n = line_of(s, width);

		if (n > 0)
			buf_print(b, "%s", indent);
		buf_add(b, text_head(s, n));
		buf_byte(b, '\n');
		s = text_from(s, n);
		if (s.len > 0 && (s.at[0] == ' ' || s.at[0] == '\n'))
			s = text_from(s, 1);
	}
}
