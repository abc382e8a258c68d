/* Where reports go: reports/<date>/<job>-<run>/, a folder for each run, never written over. */
#ifndef RUN_REPORTS_H
#define RUN_REPORTS_H

#include "db/pg.h"
#include "run/run.h"

/* All that can be written. */
extern const struct texts report_formats;

/* Writes the report of a run that is ending; its path goes to the summary. */
bool report_new(struct arena *a, const struct project *p, struct pg *pg, const struct job *job, struct summary *summary,
	struct err *e) __attribute__((warn_unused_result));

#endif
