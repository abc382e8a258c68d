/*
 * Shows what a format found, for tests of formats with trees: cells as 'text', number, true, null, - (missing), (list).
 */
#ifndef UNIT_FOUND_H
#define UNIT_FOUND_H

#include "tap.h"

#include "base/buf.h"
#include "format/found.h"

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
