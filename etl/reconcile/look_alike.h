/* Rows of one side that are perhaps one fact, entered twice: another order of one customer and amount within two
 * minutes, another customer with the same address.  A warning, never a difference. */
#ifndef RECONCILE_LOOK_ALIKE_H
#define RECONCILE_LOOK_ALIKE_H

#include "db/pg.h"
#include "reconcile/reading.h"

/* The key look_alike: a table or a list of them; NULL for none.  has_at: whether the rule has that key. */
bool look_alikes_read(struct reading *r, const struct node *n, bool has_at);
void look_alikes_describe(struct buf *b);

/* Finds them, once the rule's sides are there as views. */
bool look_alikes_find(struct arena *a, struct pg *pg, const struct rule *rule, struct err *e)
	__attribute__((warn_unused_result));

#endif
