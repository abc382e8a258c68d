/* Keyed rules: the same key on two or more sides, each compared field held against the side that has its truth. */
#ifndef RECONCILE_KEYED_H
#define RECONCILE_KEYED_H

#include "reconcile/sides.h"

/* Makes the sides' views and fills table finding. */
bool keyed_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct clocks *clocks, int64_t *compared, struct err *e) __attribute__((warn_unused_result));

/* SQL over t, a row of the leading side: whether its key was compared with any mirror. */
Str keyed_is_compared(struct arena *a, const struct rule *rule);

/* Sum rules: parts that must add up to a whole; the same, with views of the grouped sides. */
bool sum_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct clocks *clocks, struct err *e) __attribute__((warn_unused_result));

/* Keys that were compared, once all is found of which it could not be. */
bool sum_count(struct arena *a, struct pg *pg, int64_t *compared, struct err *e) __attribute__((warn_unused_result));

/* Totals of each term of a sum rule into recon.term. */
bool sum_terms(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, int64_t rule_run,
	struct err *e) __attribute__((warn_unused_result));

/* What became of each of its keys into recon.standing, once the findings have their statuses: the lines add up to the
 * terms, in each currency, or it is an error. */
bool sum_stand(struct arena *a, struct pg *pg, const struct rule *rule, int64_t rule_run, struct err *e)
	__attribute__((warn_unused_result));

/* The two sides whose rows tell whether a difference that was not found tonight is gone: truth is SQL, a view or a
 * SELECT of key_hash and state, mirror the name of a view.  Where `lacking` is true (SQL over p, the difference, and m,
 * the mirror's row), the mirror must be provable.  of: SQL over p, which of the side's differences these two are asked
 * about. */
struct facing {
	Str side, truth, mirror, truth_provable, mirror_provable, lacking, of;
};
size_t sum_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, struct facing **pairs);
size_t rule_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, struct facing **pairs);

#endif
