/*
 * The life of a discrepancy from night to night: identity, waiting, opened, continued, changed, carried, cleared, and
 * the balance that must come out.
 */
#ifndef RECONCILE_LIFE_H
#define RECONCILE_LIFE_H

#include "reconcile/keyed.h"

struct life {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	const struct night *night;
	const struct inputs *inputs;
	int64_t rule_run, previous, reported;     /* 0: none */
	date later, overtaken;                    /* as in struct verdict */
};

/* Names the rule run, and what it continues. */
bool life_begin(struct life *life, struct err *e) __attribute__((warn_unused_result));

/* Findings become observations; what they leave of the night before is carried or cleared. */
bool life_observe(struct life *life, const struct clocks *clocks, struct err *e) __attribute__((warn_unused_result));

/* Groups of open discrepancies with one cause. */
bool life_group(struct life *life, struct err *e) __attribute__((warn_unused_result));

/* open = before + opened + … in number and amount; a balance that does not come out is ERR_INTERNAL. */
bool life_balance(struct life *life, struct err *e) __attribute__((warn_unused_result));

#endif
