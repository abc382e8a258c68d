/* Reads [reconcile.NAME.timing] of a sum rule. */
#ifndef RECONCILE_TIMING_KEYS_H
#define RECONCILE_TIMING_KEYS_H

#include "reconcile/reading.h"

/* n: the table, NULL if there is none; the rule's whole and parts are read. */
bool timing_read(struct reading *r, const struct node *n);

void timing_describe(struct buf *b);

#endif
