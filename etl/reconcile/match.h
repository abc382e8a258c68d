/*
 * Match rules: two lists without a shared key, of which the first says what must come and the second where it comes.
 * Lines are read out of the sides' views, paired (pairing.h), and what stays alone or differs is found.  What was
 * paired on an earlier night stands as long as its lines do and nobody undoes it.
 */
#ifndef RECONCILE_MATCH_H
#define RECONCILE_MATCH_H

#include "reconcile/keyed.h"

/* Makes the sides' views, keeps matches and suggestions of the rule run, and fills table finding.  compared: lines of
 * the first list that have one of the second. */
bool match_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	const struct night *night, int64_t rule_run, struct clocks *clocks, int64_t *compared, struct err *e)
	__attribute__((warn_unused_result));

size_t match_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, struct facing **pairs);

/* "reference", … as stored and shown. */
const char *stage_name(enum pairing_stage stage);

#endif
