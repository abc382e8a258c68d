/*
 * Reads a landing (or a file) through a format: part after part, member after member, in batches.
 *
 *	do {
 *		arena_end(&mem);
 *		ok = reader_next(reader, mem, &batch, e);
 *	} while (ok && batch.count > 0);
 *
 * The end is an empty batch, and it means that everything was whole: checksums, ends of archives, the document, the
 * control totals.  What was read before may not be used without it.
 */
#ifndef READ_READER_H
#define READ_READER_H

#include "format/tree.h"
#include "read/batch.h"
#include "read/format.h"

struct reader;

/* Each record has one cell a wanted path, in their order; with none, CSV gives all its columns.  All that is handed in
 * must outlive the reader. */
bool reader_open(struct arena *a, const struct format *f, const struct landing *l, const struct path *wanted,
		 size_t count, struct reader **r, struct err *e) __attribute__((warn_unused_result));

/* The same for a file that no landing holds. */
struct reader_file {
	const char *path;
	Str name;                    /* what messages call it */
	Str content;                 /* its bytes, if they are at hand; then it has no path */
};
bool reader_open_file(struct arena *a, const struct format *f, struct reader_file file, const struct path *wanted,
		      size_t count, struct reader **r, struct err *e) __attribute__((warn_unused_result));

/* What each CSV file must have a column for, by places in the wanted paths; asked for before the first records.  In
 * other formats a record alone cannot tell: see map_lacking. */
void reader_require(struct reader *r, const struct need *needs, size_t count);

/* Each file states at this path, from its beginning, how many records it holds; several values are added.  Only of JSON
 * and XML.  ERR_CONFIG for a path that is none. */
bool reader_state_count(struct reader *r, Str path, struct err *e) __attribute__((warn_unused_result));

/* Each file may state something at this path, outside its records: the first value of each part goes to its place in
 * values, once the part has ended.  Only of JSON and XML, and not beside reader_state_count. */
void reader_state_header(struct reader *r, const struct path *at, Str *values);

/* The next records, borrowed until the next call and from the batch arena.  ERR_FORMAT: the file is not what the
 * format says, with member and line; ERR_INCOMPLETE: it is cut off, or a control total differs; ERR_SOURCE. */
bool reader_next(struct reader *r, struct arena *batch, struct batch *b, struct err *e)
	__attribute__((warn_unused_result));

/* A figure that a file states, and what the records gave. */
struct control {
	Str member;
	Str name;                    /* "records", or the column that was added */
	Str stated, found;
	bool checked;                /* false: unreadable records made it impossible */
};

struct reader_totals {
	uint64_t records, faults, members;
	const struct control *controls;
	size_t control_count;
};

const struct reader_totals *reader_totals(const struct reader *r);

/* Whether a member that was read has a card number for a name, which its landing then holds (promise 13). */
bool reader_has_card(const struct reader *r);

/* The columns of the CSV member that is being read, else none. */
const struct texts *reader_columns(const struct reader *r);

#endif
