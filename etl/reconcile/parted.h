/*
 * Since when the two sides of a stock bridge differ.  Its discrepancies say when they opened; what opened as waiting,
 * or beside nights on which it could not be checked, parted earlier.
 */
#ifndef RECONCILE_PARTED_H
#define RECONCILE_PARTED_H

#include "reconcile/life.h"

/* Of all that stands open or waits tonight: the first night on which the sides differed since they last agreed, and
 * that one, by the answers of earlier nights.  Nothing for rules without timing. */
bool parted_keep(struct life *l, struct err *e) __attribute__((warn_unused_result));

#endif
