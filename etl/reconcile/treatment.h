/*
 * Which difference of two amounts has its cause in another treatment: tax at another rate, or in another country.  The
 * fields that say so are named; where both sides say it and say different things, the difference is a kind of its own.
 */
#ifndef RECONCILE_TREATMENT_H
#define RECONCILE_TREATMENT_H

#include "reconcile/reading.h"

/* The names are what the key says at n; the comparison's field is known. */
bool treatment_read(struct reading *r, const struct texts *names, const struct node *n, struct comparison *c)
	__attribute__((warn_unused_result));

/* SQL that is true where the rows t and m were not treated alike.  Of both: the comparison names fields. */
Str treatment_differs(struct arena *a, const struct rule *rule, const struct comparison *c);

/* What the rows, aliases of the truth and its mirror, say of it, as SQL: "Rate 19, not 7; Country DE, not PL"; null
 * where they say the same.  What is personal is named without its values. */
Str treatment_said(struct arena *a, const struct rule *rule, const struct comparison *c, const char *truth,
	const char *mirror);

#endif
