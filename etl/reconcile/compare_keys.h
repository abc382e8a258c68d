/* Reads what a keyed rule compares: [reconcile.NAME.compare.FIELD]. */
#ifndef RECONCILE_COMPARE_KEYS_H
#define RECONCILE_COMPARE_KEYS_H

#include "reconcile/reading.h"

/* The rule's entity, sides and truth are read; compare may be NULL. */
bool compare_read(struct reading *r, const struct node *compare) __attribute__((warn_unused_result));

/* The side that is read from the system which holds a field's truth, else the one that knows which keys exist; false,
 * and one of the lost, if the field's truth is of a system of no side. */
bool truth_of_field(struct reading *r, int field, const struct node *at, size_t *side)
	__attribute__((warn_unused_result));

/* Whether none was lost, with one mistake for all that were. */
bool truths_found(struct reading *r) __attribute__((warn_unused_result));

void compare_describe(struct buf *b);

#endif
