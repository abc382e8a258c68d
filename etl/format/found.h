/*
 * What a format finds: records in their order, each a row of cells, with their places.  Borrowed until the next call.
 */
#ifndef FORMAT_FOUND_H
#define FORMAT_FOUND_H

#include "format/tree.h"

/* Records of one batch at most: with all that is made of them they stay in the processor's cache. */
enum { FOUND_LIMIT = 256 };

struct found {
	const struct cell *cells;    /* one a wanted path; one a column if none was asked for */
	size_t cell_count;
	Str text;                    /* the source text, without its line end: of the whole in which it is nested */
	uint64_t record;             /* from 1: what the rows path leads to, one after another */
	uint64_t index;              /* where that is a part of an element or object: among its rows, from 0 */
	uint64_t line;               /* where it begins, from 1 */
	uint64_t offset;             /* of the text's first byte (see chars.h) */
	const char *fault;           /* why it cannot be mapped, or NULL */
	const struct tree_context *context;    /* NULL in CSV */
};

struct founds {
	const struct found *at;
	size_t count;
};

#endif
