/* Reads what [reconcile.NAME] says of a sum rule: its whole, its parts, and the lines that these are told apart by. */
#ifndef RECONCILE_SUM_KEYS_H
#define RECONCILE_SUM_KEYS_H

#include "reconcile/reading.h"

struct sum_written {
	const struct node *whole, *parts, *kits, *rounding;
	Str within, flow, at, carried;
};

/* n: the rule's table. */
bool sum_read(struct reading *r, const struct sum_written *w, const struct node *n);

void sum_describe(struct buf *b);

#endif
