/*
 * Reports: what a run found, for the finance person of this morning and the auditor of next year.  One model is read
 * from the database and walked by several writers, so that page, CSV, workbook and
 * JSON cannot disagree.
 *
 * 1. The same run gives the same bytes: nothing here reads the clock, every list has a total order, and only what a run
 *    recorded and what never changes afterwards is shown.
 * 2. What differs between installations (numbers of runs, moments of landing, seals) stands in the JSON under
 *    report.made_from and nowhere else.
 * 3. Values of personal fields are masked in every writer.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buf.h"
#include "config/entity.h"
#include "config/settings.h"
#include "config/system.h"
#include "db/pg.h"

struct rule;

struct report_options {
	int64_t run_id;
	Str project, job;                    /* titles for people */
	const char *folder;                  /* for the files; made if it is missing */
	const struct settings *settings;
	struct zone *zone;                   /* in which moments are shown; NULL: the project's */
	const char *engine;                  /* version that writes */
	const struct rule *const *rules;     /* of the job, in its order */
	size_t rule_count;
	const struct companies *companies;   /* for their titles; each of these may be NULL */
	const struct systems *systems;
	const struct entities *entities;     /* without them every value of a reject counts as personal */
	bool html, csv, xlsx, json;
	bool embedded;                       /* made on a cluster that cannot separate people */
};

/* Writes index.html, <rule id>.html, <rule id>.csv, report.xlsx and report.json into the folder, each at once or not at
 * all.  A file that is there already must have the same bytes: another report is never written over (ERR_USAGE).  A run
 * that does not exist is ERR_USAGE. */
bool report_write(struct arena *run, struct pg *pg, const struct report_options *o, const char **index_path,
	struct err *e) __attribute__((warn_unused_result));

/* report.json alone, into a buffer; what does not fit is ERR_INTERNAL. */
bool report_json(struct arena *run, struct pg *pg, const struct report_options *o, struct buf *out, struct err *e)
	__attribute__((warn_unused_result));

/* The last date before the run's for which its job had been carried out by then; DATE_NONE if there is none. */
bool report_night_before(struct arena *a, struct pg *pg, int64_t run_id, date *before, struct err *e)
	__attribute__((warn_unused_result));

#endif
