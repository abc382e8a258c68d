/* What rules with named sides have in common: a view of each, and what each says by itself. */
#ifndef RECONCILE_SIDES_H
#define RECONCILE_SIDES_H

#include "reconcile/input.h"

/* Lags by the number that findings carry in `clock`. */
struct clock_lag {
	int clock;
	const struct lag *lag;
};

struct clocks {
	struct clock_lag *at;
	size_t count;
};

/* A lag that is given gets the clock. */
void clocks_add(struct arena *a, struct clocks *clocks, int clock, const struct lag *lag);

/* "2 business days", "1d". */
const char *lag_text(struct arena *a, const struct lag *lag);

/* The latest event time whose lag has passed at the cut.  A lag in business days keeps the zone's time of day. */
instant lag_due_until(const struct lag *lag, struct zone *zone, instant cut);

/* Names of the key's parts as SQL where the side's rows are of another entity than the rule's, else null. */
Str side_names(struct arena *a, const struct rule *rule, const struct side *side);

/* Makes a view of each side (view.h). */
bool sides_make(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, struct err *e)
	__attribute__((warn_unused_result));

/* Finds what a side holds twice, and what cannot be read of it; of each side the same. */
bool side_alone(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, size_t side,
	struct err *e) __attribute__((warn_unused_result));
bool sides_alone(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, struct err *e)
	__attribute__((warn_unused_result));

/* The field that says what a row of the side is worth, -1 if there is none. */
int side_worth(const struct rule *rule, size_t side);

#endif
