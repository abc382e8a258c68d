/* Reads what [reconcile.NAME] says of a match rule: its two lists and the window of days between them. */
#ifndef RECONCILE_MATCH_KEYS_H
#define RECONCILE_MATCH_KEYS_H

#include "reconcile/reading.h"

struct match_written {
	const struct node *lists, *window;
	Str within, flow;
};

/* n: the rule's table.  The first list becomes the rule's first side, its leading one. */
bool match_read(struct reading *r, const struct match_written *w, const struct node *n);

void match_describe(struct buf *b);

#endif
