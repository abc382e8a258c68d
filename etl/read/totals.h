/*
 * Control totals: what a file states of itself, held against what was read of it.
 */
#ifndef READ_TOTALS_H
#define READ_TOTALS_H

#include "base/decimal.h"
#include "format/claims.h"
#include "format/found.h"
#include "read/reader.h"

struct totals;

/* sums: whether the records' last cell is that of the summed column. */
struct totals *controls_new(struct arena *a, const struct format *f, bool sums);

/* A member begins.  Sums are of one member: each file states its own. */
void controls_begin(struct totals *t, Str member);

/* Adds a record. */
void controls_add(struct totals *t, const struct found *f);

/* The summary row among the records states its total: the cell found in it. */
void controls_state(struct totals *t, Str stated);

/* The member has ended: checks what its trailer or summary row stated.  A difference is ERR_INCOMPLETE. */
bool controls_end(struct totals *t, const struct csv_row *trailer, size_t rows, const struct texts *columns,
		struct err *e) __attribute__((warn_unused_result));

/* The same of what the member states of its number of records elsewhere, at a path: those values together. */
bool controls_count(struct totals *t, Str path, const struct texts *stated, struct err *e)
	__attribute__((warn_unused_result));

/* A part of a landing has ended, of which the system states how many records, or lines, it holds. */
bool controls_part(struct totals *t, Str part, const char *of, uint64_t stated, uint64_t found, struct err *e)
	__attribute__((warn_unused_result));

/* What its format held already, which is kept; claims may be NULL. */
void controls_claims(struct totals *t, const struct claims *claims);

const struct reader_totals *controls_all(const struct totals *t);

#endif
