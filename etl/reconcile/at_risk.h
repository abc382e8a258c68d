/*
 * Stock at risk, of a sum rule that is a bridge: kinds of warning beside what differs.
 *
 *	oversell   the whole shows more than its parts come to, or these are below nothing: units that are not there
 *	dead       on hand, which is the rule's first part, and nothing of it moved for so long
 *
 * In units, and in money where the first part's list says what one costs.  What could not be compared is in neither.
 */
#ifndef RECONCILE_AT_RISK_H
#define RECONCILE_AT_RISK_H

#include "reconcile/input.h"
#include "reconcile/reading.h"

/* Reads [reconcile.NAME.at_risk]; n: the table, NULL if there is none.  The rule's parts and timing are read. */
bool at_risk_read(struct reading *r, const struct node *n);
void at_risk_describe(struct buf *b);

/* Whether tonight tells what has not moved. */
bool at_risk_tells_dead(const struct rule *rule, const struct inputs *inputs);

/* Adds to table finding, and keeps the sums in recon.at_risk.  After what differs was judged (timing.h). */
bool at_risk_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	int64_t rule_run, struct err *e) __attribute__((warn_unused_result));

#endif
