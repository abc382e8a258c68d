/*
 * What a line that is on its own may be: lines of the other list that share its reference though the amounts differ, or
 * its amount though other lines have it too.  A suggestion is for a person to confirm; none is ever taken by itself.
 */
#ifndef RECONCILE_SUGGEST_H
#define RECONCILE_SUGGEST_H

#include "reconcile/pairing.h"

enum { SUGGESTIONS_EACH = 5 };

/* score: 0 to 1, of what there is to go by: how alike the references are, how usual the delay, how near the amounts.
 * Where a line has no reference the other two count for more. */
struct suggestion {
	uint32_t first, second;          /* lines of the two lists */
	double score;
};

/* For each line of the first list that is on its own at most five, best first. */
size_t suggest(struct arena *a, const struct pairing *p, struct suggestion **out);

#endif
