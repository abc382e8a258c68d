/*
 * What reading hands on: batches of records, each a row of cells in the order of the paths that were asked for, with
 * its place.  All of it is borrowed until the next call of reader_next.  The end is an empty batch.
 */
#ifndef READ_BATCH_H
#define READ_BATCH_H

#include "extract/landing.h"
#include "format/tree.h"

/* Where a record stands: for messages, rejects, evidence. */
struct place {
	uint32_t part;          /* of the landing, from 0 */
	Str member;             /* "orders.zip!open_orders.csv", the file's own name if there is no archive */
	uint64_t record;        /* from 1, within the part and member: what the rows path leads to, one after another */
	uint64_t index;         /* of a child row within its parent, from 0 */
	uint64_t line;          /* where it begins, from 1 */
	uint64_t offset;        /* of the text's first byte in the unpacked part, its members in a row: for evidence */
	uint64_t length;
};

struct record {
	const struct cell *cells;    /* one a wanted path; one a column of CSV if none was asked for */
	size_t cell_count;
	struct place place;
	Str text;                    /* the record's source text */
	const char *fault;           /* NULL, or why the record cannot be mapped: "7 fields where the header has 9" */
	const struct tree_context *context;    /* its row; NULL in CSV, and if its fault left none */
};

/* What a copy of the record is to hold: its text; if that is longer than so many bytes, and the row is a part of it,
 * the row alone; and of that no more. */
enum { RECORD_KEPT = 64 << 10 };
Str record_kept(struct arena *a, const struct record *r);

struct batch {
	const struct record *records;
	size_t count;
	const struct texts *columns; /* of their CSV file; NULL in other formats, empty if the file does not name them */
	const struct texts *unread;  /* those of them that no wanted path reads */
};

#endif
