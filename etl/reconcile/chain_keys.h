/* Reads what [reconcile.NAME] says of a chain: its hops, each with what it is reached by. */
#ifndef RECONCILE_CHAIN_KEYS_H
#define RECONCILE_CHAIN_KEYS_H

#include "reconcile/reading.h"

/* hops: the list; at: the field of the first hop that says when, "" for none; n: the rule's table.  Hops become the
 * rule's sides, and the first its leading one. */
bool chain_read(struct reading *r, const struct node *hops, Str at, const struct node *n);

/* Finds, once all rules are read, the match rules that hops of a chain name in `hops`; what is no chain names none. */
bool chain_matches_find(struct arena *a, const struct rule *rule, const struct node *hops, const struct rules *rules,
	struct mistakes *m);

void chain_describe(struct buf *b);

#endif
