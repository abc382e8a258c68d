/*
 * From record trees to what was found: the rows that the rest of a rows path leads to, and their cells.  Shared by the
 * formats that have trees.
 */
#ifndef FORMAT_ROWS_H
#define FORMAT_ROWS_H

#include "format/found.h"

/* Records with trees in a batch: so few that the trees stay in the processor's cache. */
enum { ROWS_LIMIT = 512 };

/* A record as its format cut it out. */
struct piece {
	Str text;
	uint64_t line, offset;
	const struct tree *tree;     /* NULL if its fault left none */
	const char *fault;
};

struct rows {
	const struct step *steps;    /* of the rows path, within a record */
	size_t step_count;
	const struct path *wanted;
	size_t wanted_count;
	struct found *found;         /* of this batch */
	size_t count;
	uint64_t record;             /* the last one's number */
};

/* Splits a rows path at its first [*]: before it the format walks, behind it rows does; *each says whether there is
 * one. */
void rows_init(struct rows *r, const struct path *rows, const struct path *wanted, size_t count, size_t *before,
	       bool *each);

void rows_clear(struct rows *r);

/* Adds the rows of a piece; one without cells if it has no tree. */
void rows_add(struct rows *r, struct arena *batch, const struct piece *piece);

static inline struct founds rows_found(const struct rows *r)
{
	return (struct founds){r->found, r->count};
}

#endif
