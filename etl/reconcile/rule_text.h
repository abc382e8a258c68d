/* A rule's text as it counts: its keys in the order of the file, without comments and blanks; and after it the flows
 * that it names, since their lags are part of what it says. */
#ifndef RECONCILE_RULE_TEXT_H
#define RECONCILE_RULE_TEXT_H

#include "base/buf.h"
#include "config/node.h"

Str rule_text(struct arena *a, const struct node *rule, const struct node *const *flows, size_t flow_count);

#endif
