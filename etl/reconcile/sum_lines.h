/* The lines of a sum rule whose parts say `by`: what each kind of movement comes to, and what no line names. */
#ifndef RECONCILE_SUM_LINES_H
#define RECONCILE_SUM_LINES_H

#include "reconcile/keyed.h"

/* Movements that no line names, into table finding: each is a warning under its own key.  Nothing where no part says
 * `by`. */
bool sum_undeclared_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct err *e) __attribute__((warn_unused_result));

/* What each line comes to, by currency, into recon.line; and of each whole, where it is not as it was last kept, into
 * recon.whole_line. */
bool sum_lines_keep(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e) __attribute__((warn_unused_result));

/* What tells whether a movement that was warned of is still there. */
struct facing sum_movement_facing(struct arena *a, const struct rule *rule, const struct inputs *inputs);

#endif
