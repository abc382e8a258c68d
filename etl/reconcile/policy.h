/*
 * policy = { max_open, max_amount }: from when on what is not explained is worth an exit code of its own (8).  It
 * changes no verdict.  Amounts are gross, the sums of |amount| that stand first in a report, and never added across
 * currencies.
 */
#ifndef RECONCILE_POLICY_H
#define RECONCILE_POLICY_H

#include "reconcile/verdict.h"

/* node: the table, NULL for none. */
bool policy_read(struct arena *a, const struct node *node, struct rule *rule, struct mistakes *m);

/* NULL, or what is over it: "3 not explained, more than max_open = 2". */
const char *policy_exceeded(struct arena *a, const struct rule *rule, const struct verdict *v);

void policy_describe(struct buf *b);

#endif
