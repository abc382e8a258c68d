/* A side with `group = true`: rows of one key become one. */
#ifndef RECONCILE_GROUPED_H
#define RECONCILE_GROUPED_H

#include "reconcile/rule.h"

/* SELECT over rows (a SELECT with a view's columns): amounts are added, what differs otherwise is null.  In state c
 * the amounts that the rule asks for (its compared fields, and worth) are in several currencies.  provable: SQL over a
 * row g, whether all is there that could hold its key; where it is not, nobody knows the sum, and the state is x. */
Str grouped_sql(struct arena *a, const struct rule *rule, const struct side *side, Str rows, int worth, Str provable);

#endif
