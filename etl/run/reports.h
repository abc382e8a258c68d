/* Where reports go: reports/<date>/<job>-<run>/, a folder for each run, never written over.  They outlive a database,
 * so runs are numbered on from those that lie there. */
#ifndef RUN_REPORTS_H
#define RUN_REPORTS_H

#include "db/pg.h"
#include "run/run.h"

/* All that can be written. */
extern const struct texts report_formats;

/* Whether a report of that number lies there. */
bool report_is_there(struct arena *a, const struct project *p, const struct job *job, date day, int64_t run_id);

/* Removes what a run whose process is gone left half written in the folder of its report. */
bool report_sweep(struct arena *a, const struct project *p, const struct job *job, date day, int64_t run_id,
	struct err *e) __attribute__((warn_unused_result));

/* The highest number of all reports that lie there, 0 if there is none. */
bool report_highest(struct arena *a, const struct project *p, int64_t *highest, struct err *e)
	__attribute__((warn_unused_result));

/* Writes the report of a run that is ending; its path goes to the summary. */
bool report_new(struct arena *a, const struct project *p, struct pg *pg, const struct job *job, struct summary *summary,
	struct err *e) __attribute__((warn_unused_result));

#endif
