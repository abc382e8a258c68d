/*
 * Which difference of two amounts is rounding alone: up to so much for each of the amounts that were rounded, such as a
 * cent for each line of an order.  Unlike what is within a tolerance it is listed, as a kind of its own.
 */
#ifndef RECONCILE_ROUNDING_H
#define RECONCILE_ROUNDING_H

#include "reconcile/reading.h"

/* The table n, NULL if there is none, of a compared field of the entity; entity NULL: of a sum rule, which counts the
 * rows that it adds.  Units are the field's own. */
bool rounding_read(struct reading *r, const struct node *n, const struct entity *entity, struct rounding *rounding);

void rounding_describe(struct buf *b);

/* SQL that is true where the difference is rounding, of as many amounts as count says, SQL too.  Where either is NULL
 * it is not. */
Str rounding_sql(struct arena *a, const struct rounding *rounding, Str difference, Str count);

#endif
