/*
 * Cells: what a format finds at a path.  A cell borrows its text from the record it was read from; a list cell (paths
 * with [*]) has one cell an item.  Missing is not null: a path that does not exist is CELL_MISSING.
 */
#ifndef FORMAT_CELL_H
#define FORMAT_CELL_H

#include "base/text.h"

enum cell_kind {
	CELL_MISSING,
	CELL_NULL,
	CELL_TEXT,       /* CSV fields, XML text, JSON strings (unescaped) */
	CELL_NUMBER,     /* a JSON number, as its source text */
	CELL_BOOLEAN,    /* "true" or "false" */
	CELL_TREE,       /* an object, array or element: its source text (JSON) or its serialisation (XML) */
	CELL_LIST,       /* from a path with [*] or {*} */
};

struct cell {
	enum cell_kind kind;
	Str text;
	const struct cell *items;
	size_t count;
};

#endif
