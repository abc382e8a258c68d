/* Reads [close.NAME].  Every mistake is noted with its place; positions are returned all the same. */
#ifndef RECONCILE_POSITION_KEYS_H
#define RECONCILE_POSITION_KEYS_H

#include "reconcile/position.h"
#include "reconcile/rule_keys.h"

struct positions {
	struct position *at;
	size_t count;
};

bool positions_read(struct arena *a, const struct node *root, const struct reconcile_scope *scope,
	const struct companies *companies, struct positions *out, struct mistakes *m);

/* The reference of the keys, for counterfoil help keys. */
void positions_describe(struct buf *b);

#endif
