/* A rule's text as it counts: its keys in the order of the file, without comments and blanks; and after it the flows
 * and contracts that it names, since their lags and rates are part of what it says. */
#ifndef RECONCILE_RULE_TEXT_H
#define RECONCILE_RULE_TEXT_H

#include "base/buf.h"
#include "config/node.h"

/* A table that the rule names: [SECTION.NAME]. */
struct named {
	const char *section;
	const struct node *node;
};

Str rule_text(struct arena *a, const struct node *rule, const struct named *named, size_t count);

#endif
