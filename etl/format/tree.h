/*
 * A record of JSON, XML or a statement as a neutral tree, and the evaluation of paths over it.  All text is
 * borrowed from the record's source or its arena.  Children are a list in source order; XML text between children is
 * not kept, an element's text is that of all its text nodes together.
 *
 * In XML a name stands for the first child of that name, name[n] and name[*] for one and for all of that name, and an
 * empty element is empty text, unless xsi:nil says that it is null.
 */
#ifndef FORMAT_TREE_H
#define FORMAT_TREE_H

#include "format/cell.h"
#include "format/path.h"

enum tree_kind {
	TREE_NULL,
	TREE_BOOLEAN,
	TREE_NUMBER,     /* its source text */
	TREE_TEXT,
	TREE_OBJECT,
	TREE_ARRAY,
	TREE_ELEMENT,
};

struct tree {
	enum tree_kind kind;
	bool is_also;                /* space is another name that it has: "QTY*33" of a segment QTY */
	Str name;                    /* of a member, an element (local name) or an attribute */
	Str space;                   /* namespace URI of an element or attribute */
	Str text;                    /* of a scalar or an element */
	Str source;                  /* of an object or array: as it was written in JSON; empty if it was not */
	uint32_t line;               /* of an element, or of what no JSON wrote; 0 if that is not known */
	const struct tree *children; /* members, items or child elements */
	const struct tree *attributes;
	const struct tree *next;     /* sibling */
};

/* A row: a record or a part of it, and the row that encloses it (NULL at the record). */
struct tree_context {
	const struct tree *row;
	const struct tree_context *parent;
};

/* The cell at a path; a path with [*] or {*} gives CELL_LIST with one cell an item (CELL_MISSING where an item lacks
 * it), CELL_NULL if null stands where the list should be, CELL_MISSING if there is nothing. */
void tree_find(struct arena *a, const struct tree_context *context, const struct path *path, struct cell *out);

/* An object, array or element as text: as it was written, else as JSON or XML says it. */
Str tree_source(struct arena *a, const struct tree *t);

/* Of a path that leads nowhere: the name of a member, element or attribute that is near to the one where it ends, or
 * NULL. */
const char *tree_nearest(struct arena *a, const struct tree_context *context, const struct path *path);

/* The rows that the steps lead to from a record: one for each item of each [*] and {*}, with their parents.  Without
 * [*] there is one row, or none if the steps lead nowhere. */
struct tree_rows {
	const struct tree_context **at;
	size_t count;
};
void tree_rows(struct arena *a, const struct tree *record, const struct step *steps, size_t count,
	       struct tree_rows *rows);

/* The same of a record that stands in another one. */
void tree_rows_in(struct arena *a, const struct tree_context *parent, const struct tree *record,
		  const struct step *steps, size_t count, struct tree_rows *rows);

#endif
