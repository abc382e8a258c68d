/*
 * The close of a month: of each position of a company, opening + movements = closing; the closing held against the
 * provider's balance and against the ledger, each difference with its name, and what has none said.  All of it is kept
 * in recon.close and what hangs from it; reports and the next close read it there.
 *
 * 1. The items against one side and the rest add up to the difference; a rest that is not zero is never agreed with.
 * 2. Nothing here reads the clock: which content each list must have is the caller's word.
 * 3. A close is never changed; the month closed again is another.
 */
#ifndef RECONCILE_CLOSE_H
#define RECONCILE_CLOSE_H

#include "reconcile/position.h"
#include "reconcile/reconcile.h"

struct close_request {
	const struct company *company;
	date first, last;                /* of the month */
	const struct position *const *positions;
	size_t position_count;
	const struct rule *const *rules; /* whose nights are listed */
	size_t rule_count;
	const struct night *night;       /* which content each list must have; the moment of the close */
	Str engine;
	struct digest config;
};

/* In one transaction; *close_id is the number of its row.  A month that could not be closed in full is no error: its
 * verdict says so. */
bool close_month(struct arena *run, struct pg *pg, const struct close_request *request, int64_t *close_id,
	struct err *e) __attribute__((warn_unused_result));

#endif
