/*
 * The kinds of formats behind one pair of functions: what opens a member's text, and what finds the next records in it.
 */
#ifndef READ_KINDS_H
#define READ_KINDS_H

#include "format/claims.h"
#include "format/csv.h"
#include "format/paypal.h"
#include "read/format.h"

/* What is read of a member, and for whom. */
struct kind_ask {
	struct arena *a;             /* of the member */
	const struct format *f;
	struct chars *chars;
	const struct path *wanted;
	size_t wanted_count;
	const struct need *needs;    /* of CSV */
	size_t need_count;
	const struct path *stated_at;    /* NULL: nothing is looked for outside of the records */
	struct texts *stated;        /* what stands there */
	struct paypal_report *report;    /* of all files; NULL of other kinds */
};

struct opened;

/* A reader of the member; it ends with the arena. */
struct opened *kind_open(const struct kind_ask *ask);

/* The next records; none at the end. */
bool kind_next(struct opened *o, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* NULL unless it is CSV. */
struct csv *kind_csv(const struct opened *o);

/* How many lines were read; 0 unless it is JSON lines. */
uint64_t kind_lines(const struct opened *o);

/* The names of columns, once the first records were asked for; none of kinds that have none. */
const struct texts *kind_columns(const struct opened *o);

/* The control rows behind the records, once the end was reached, and the names of their fields; NULL if there are
 * none. */
const struct csv_row *kind_trailer(const struct opened *o, size_t *rows, const struct texts **names);

/* What a statement stated of itself and its records bore out; NULL of other kinds. */
const struct claims *kind_claims(const struct opened *o);

#endif
