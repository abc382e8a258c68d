/* When it was what a row tells of, as SQL over a row u of a side. */
#ifndef RECONCILE_MOMENT_H
#define RECONCILE_MOMENT_H

#include "reconcile/input.h"

/* The moment of the rule's `at`; null if the rule or the side has none. */
Str moment_sql(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs);

/* The same of any field of the side's rows, which alias holds. */
Str moment_of_field(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs,
	int field, const char *alias);

/* The moment of the rule's `at` for a side of another answer, whose newest list was read at that instant. */
Str moment_of_list(struct arena *a, const struct rule *rule, const struct side *side, instant read, const char *alias);

/* The row's state: time turns good rows into rows that are not yet the rule's (y), or no more (o).
 * Of a chain only the first hop's rows are too young or too old. */
Str moment_state(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs);

#endif
