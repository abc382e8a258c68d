/*
 * Timing: the two sides of a sum are read at two moments, and what moved between them belongs to one of them only.  A
 * difference is of timing if the movements after the earlier moment, up to and with the later one, come to it exactly:
 *
 *	parts read later:    parts - whole =   what moved
 *	whole read later:    parts - whole = - what moved
 *
 * Anything else is real, and says what moved.  Where it cannot be told what moved, it cannot be told what the
 * difference is.  A difference that no movement stands against is never one of timing.
 */
#ifndef RECONCILE_TIMING_H
#define RECONCILE_TIMING_H

#include "reconcile/input.h"

/* What the keys of a sum rule are of. */
const struct entity *rule_key_entity(const struct rule *rule);

/* Judges what the sum has found (table finding), and keeps the evidence in recon.timing.  Nothing if the rule declares
 * none. */
bool timing_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e) __attribute__((warn_unused_result));

#endif
