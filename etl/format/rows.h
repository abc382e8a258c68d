/*
 * From record trees to what was found: the rows that the rest of a rows path leads to, and their cells.  Shared by the
 * formats that have trees.
 */
#ifndef FORMAT_ROWS_H
#define FORMAT_ROWS_H

#include "format/found.h"

/* Rows of a batch, and bytes of its records: so few that their trees stay in the processor's cache. */
enum { ROWS_LIMIT = 512, ROWS_BYTES = 1 << 20 };

/* Values, elements or attributes of one record at most: each takes some hundred bytes as a tree. */
enum { VALUES_MOST = 250000 };

/* A record as its format cut it out. */
struct piece {
	Str text;
	uint64_t line, offset;
	const struct tree *tree;     /* NULL if its fault left none */
	const struct tree_context *parent;   /* of what it belongs to; NULL: it stands alone */
	const char *fault;
};

struct rows {
	const struct step *steps;    /* of the rows path, within a record */
	size_t step_count;
	const struct path *wanted;
	size_t wanted_count;
	struct arena *memory;        /* of this batch: its trees too */
	struct found *found;
	size_t count, bytes;
	uint64_t record;             /* the last one's number: what the path leads to is counted, nested or not */
};

/* Splits a rows path at its first [*]: before it the format walks, behind it rows does; *each says whether there is
 * one. */
void rows_init(struct rows *r, const struct path *rows, const struct path *wanted, size_t count, size_t *before,
	       bool *each);

/* For the next batch, in whose arena its memory ends. */
void rows_begin(struct rows *r, struct arena *batch);

/* Adds the rows of a piece, whose tree is from r's memory; one without cells if it has no tree.  What was made of
 * records without rows is let go as long as the batch has none. */
void rows_add(struct rows *r, const struct piece *piece);

/* A piece of which no row is wanted; what was made of it is let go in the same way. */
void rows_pass(struct rows *r, const struct piece *piece);

static inline bool rows_are_enough(const struct rows *r)
{
	return r->count >= ROWS_LIMIT || (r->count > 0 && r->bytes >= ROWS_BYTES);
}

static inline struct founds rows_found(const struct rows *r)
{
	return (struct founds){r->found, r->count};
}

#endif
