/* What a rule says in words: [reconcile.NAME.say], a sentence for each kind, with {names} that reports fill in. */
#ifndef RECONCILE_SAY_H
#define RECONCILE_SAY_H

#include "config/mistakes.h"
#include "reconcile/rule.h"

/* The rule's entity, sides and whole are read.  A kind that no rule finds and a name that no report can fill in are
 * mistakes.  say may be NULL. */
bool say_read(struct arena *a, const struct node *say, struct rule *rule, struct mistakes *m);

/* Whether all of a list are kinds of discrepancies; node is [reconcile.NAME], for the place of the mistake. */
bool kinds_known(struct arena *a, const struct texts *kinds, const struct node *node, struct mistakes *m);

#endif
