/*
 * Arrivals: how much of what a mirror must have by tonight's cut has arrived there, within its lag or later, and how
 * long it took, by currency and channel.  A record arrives with the list in which its key is seen first: that is later
 * than it came, by the time between two lists at most, but of all moments at hand it is the mirror's only one; one that
 * its records carry is mostly the leading system's, copied.  Late is what a list lacked although its time had passed:
 * what was reported as missing once.
 */
#ifndef RECONCILE_ARRIVAL_H
#define RECONCILE_ARRIVAL_H

#include "reconcile/input.h"

/* Records them of each mirror that has a lag, for a keyed rule with a moment; its side views must be there. */
bool arrivals_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e) __attribute__((warn_unused_result));

#endif
