/* A rule's text as it counts: its keys in the order of the file, without comments and blanks. */
#ifndef RECONCILE_RULE_TEXT_H
#define RECONCILE_RULE_TEXT_H

#include "base/buf.h"
#include "config/node.h"

Str rule_text(struct arena *a, const struct node *n);

#endif
