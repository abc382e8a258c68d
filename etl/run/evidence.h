/* Copies the records behind each discrepancy as their sources sent them, so that retention never removes them. */
#ifndef RUN_EVIDENCE_H
#define RUN_EVIDENCE_H

#include "db/pg.h"
#include "run/project.h"

/* A landing that is damaged, or gone, keeps nobody from an answer: *lacking says what it was, NULL if nothing is, and
 * the next night asks for its records again. */
bool evidence_keep(struct arena *a, const struct project *p, struct pg *pg, int64_t rule_run, const char **lacking,
	struct err *e) __attribute__((warn_unused_result));

#endif
