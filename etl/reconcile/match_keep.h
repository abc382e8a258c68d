/* What a match rule leaves: its matches and their totals, and for what is found tonight which lines are on their own
 * and which are one though their amounts differ. */
#ifndef RECONCILE_MATCH_KEEP_H
#define RECONCILE_MATCH_KEEP_H

#include "reconcile/standing.h"

struct match_kept {
	int64_t compared;                /* lines of the first list that have one of the second */
	size_t unequal;                  /* matches whose sums differ */
};

/* Keeps what is new and the totals of all under the rule run, and fills the temporary tables own and unequal. */
bool match_keep(struct lines *l, const struct standing *s, int64_t rule_run, struct match_kept *kept, struct err *e)
	__attribute__((warn_unused_result));

#endif
