/* Reads `kits`, of a side of a keyed rule or of a sum rule: the list of components. */
#ifndef RECONCILE_KITS_KEYS_H
#define RECONCILE_KITS_KEYS_H

#include "reconcile/reading.h"

/* n: its table; key: the entity whose key a kit has, NULL if it is not known.  NULL after a mistake. */
const struct kits *kits_read(struct reading *r, const struct node *n, const struct entity *key);

/* The same as the last part of a sum. */
bool kits_part_read(struct reading *r, const struct node *n, const struct entity *key, struct term *part);

/* Of what is no number there is no least: a keyed rule whose sides have kits must ask for a quantity. */
bool kits_counted(struct reading *r, const struct node *at);

void kits_describe(struct buf *b);

#endif
