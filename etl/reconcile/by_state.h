/*
 * Fields that go by the state of the key's records: whose value counts, or whether there must be one.  Each mirror that
 * has a row is joined with the sides that may hold the truth; the first whose row fulfils its conditions does.  A side
 * that has no row does not hold it; of one that cannot be told tonight the field is not comparable, and never compared
 * with the next.
 */
#ifndef RECONCILE_BY_STATE_H
#define RECONCILE_BY_STATE_H

#include "reconcile/compare.h"

/* Adds to table finding.  What could not be told names its field there, for whoever asks whether a difference is
 * gone. */
bool by_state_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, struct err *e)
	__attribute__((warn_unused_result));

#endif
