/*
 * Opens a text for a format, and shows what was found, for tests of formats with trees: cells as 'text', number, true,
 * null, - (missing), (list).
 */
#ifndef UNIT_FOUND_H
#define UNIT_FOUND_H

#include "tap.h"

#include "base/buf.h"
#include "format/chars.h"
#include "format/found.h"

#include <sys/resource.h>

/* What a format is asked for, and where it reads. */
struct asked {
	struct path rows, wanted[8];
	size_t count;
	struct chars *chars;
};

/* The content in pieces of step bytes, 0 for one; rows may be NULL or empty; wanted is "path;path". */
static inline bool ask(struct arena *a, Str content, size_t step, bool xml, const char *rows, const char *wanted,
	struct asked *x, struct err *e)
{
	static const struct unpack_limits usual;
	Str name, head, rest = text(wanted);
	struct unpack *u;
	bool has = false;

	*x = (struct asked){.count = 0};
	if (rows && *rows && !path_parse(a, text(rows), &x->rows, e))
		return false;
	for (bool more = rest.len > 0; more; x->count++) {
		more = text_cut(rest, ';', &head, &rest);
		if (!path_parse(a, head, &x->wanted[x->count], e))
			return false;
	}
	if (!unpack_open(a, bytes_of_memory(a, S("t"), content, step), &usual, S(""), &u, e)
	    || !unpack_next(u, &name, &has, e))
		return false;
	x->chars = chars_new(a, u, S(""), xml);
	return has;
}

static inline void put_cell(struct buf *out, const struct cell *c)
{
	static const char *const marks[] = {
		[CELL_MISSING] = "-", [CELL_NULL] = "null", [CELL_TEXT] = "'", [CELL_NUMBER] = "", [CELL_BOOLEAN] = "",
		[CELL_TREE] = "", [CELL_LIST] = "",
	};

	buf_print(out, "%s", marks[c->kind]);
	if (c->kind >= CELL_TEXT && c->kind <= CELL_TREE)
		buf_add(out, c->text);
	if (c->kind == CELL_TEXT)
		buf_byte(out, '\'');
	if (c->kind == CELL_LIST) {
		buf_byte(out, '(');
		for (size_t i = 0; i < c->count; i++) {
			if (i > 0)
				buf_byte(out, ' ');
			put_cell(out, &c->items[i]);
		}
		buf_byte(out, ')');
	}
}

/* Freed memory counts as used for as long as the sanitizer keeps it to itself. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=1";
}

static inline int64_t peak_kilobytes(void)
{
	struct rusage used;

	return getrusage(RUSAGE_SELF, &used) == 0 ? used.ru_maxrss : 0;
}

/* "[cell|cell!fault]" */
static inline void put_found(struct buf *out, const struct found *f)
{
	buf_byte(out, '[');
	for (size_t i = 0; i < f->cell_count; i++) {
		if (i > 0)
			buf_byte(out, '|');
		put_cell(out, &f->cells[i]);
	}
	if (f->fault)
		buf_print(out, "!%s", f->fault);
	buf_byte(out, ']');
}

static inline void put_places(struct buf *out, Str content, const struct found *f)
{
	uint64_t line = 1;

	if (f->offset + f->text.len > content.len || memcmp(content.at + f->offset, f->text.at, f->text.len))
		buf_add(out, S("(wrong place)"));
	for (uint64_t k = 0; k < f->offset; k++)
		line += content.at[k] == '\n';
	if (line != f->line)
		buf_print(out, "(line %d instead of %d)", (int)f->line, (int)line);
}

#endif
