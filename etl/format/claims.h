/*
 * What a statement says of itself and what its own entries give: balances, sums, numbers of records.  A format holds
 * the two against each other as it comes by them; what was held is kept for the reports.
 */
#ifndef FORMAT_CLAIMS_H
#define FORMAT_CLAIMS_H

#include "base/decimal.h"
#include "base/err.h"

struct claim {
	Str name;                    /* "closing balance of 19322 EUR" */
	Str stated, found;           /* decimals */
};

/* Of one file; past the first thousand they are held, and not kept. */
enum { CLAIMS_KEPT = 1000 };

struct claims {
	struct arena *a, *scratch;
	struct claim *at;
	size_t count;
};

/* Ends with the arena. */
struct claims *claims_new(struct arena *a);

/* False and ERR_INCOMPLETE, with the line where the figure is stated, unless the two are equal.  All is copied. */
bool claims_hold(struct claims *c, uint64_t line, Str name, struct decimal stated, struct decimal found, struct err *e)
	__attribute__((warn_unused_result));

#endif
