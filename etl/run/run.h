/*
 * One execution of a job for one business date: extract, stage, reconcile, report.  Its states are rows of ops.run and
 * ops.step; what it found goes to the caller as one summary, in the order of its steps.
 */
#ifndef RUN_RUN_H
#define RUN_RUN_H

#include "db/pg.h"
#include "net/expiry.h"
#include "reconcile/verdict.h"
#include "run/project.h"
#include "stage/delta.h"

/* Where to begin: with reading, with what is landed, or with what is staged. */
enum from_step { FROM_EXTRACT, FROM_STAGE, FROM_RECONCILE };

struct run_options {
	date business_date;              /* DATE_NONE: the job's own, by the clock */
	Str only;                        /* one extract, empty for all */
	enum from_step from;
	bool full;                       /* incremental extracts are read in full */
};

/* What became of one extract on this night. */
enum reading {
	READ_STAGED,                     /* there is a delta */
	READ_NOT_DUE,                    /* nothing new is expected yet */
	READ_LATE,                       /* due, and not there */
	READ_STALE,                      /* the content of an earlier date */
	READ_FAILED,                     /* could not be read */
	READ_ALREADY,                    /* the newest that is due was staged on an earlier night */
};

struct read_result {
	const struct extract *extract;
	enum reading reading;
	date content_date;
	struct delta delta;
	const char *trouble;             /* NULL if there is none */
	const char *earlier;             /* that a file of an earlier date is not as it was read, NULL if none is */
	int exit_code;                   /* 0, 4, 5, 6 */
};

struct summary {
	Str job;                         /* its name; empty if it is none's */
	int64_t run_id;
	date business_date;
	date before;                     /* the last date before it for which the job had run, or DATE_NONE */
	const struct read_result *reads;
	size_t read_count;
	const struct verdict *verdicts;
	size_t verdict_count;
	struct expiries soon;            /* what is to be renewed */
	date today;                      /* of the run, for them */
	const char *report;              /* path of its index, NULL if none was written */
	int codes[16];                   /* all that apply */
	size_t code_count;
	int exit_code;                   /* the first that counts */
};

/* One more code that applies, unless it is 0 or said. */
void summary_code(struct summary *s, int code);

/* Those of what an extract came to: a part that is missing does not hide too many rejects. */
void summary_read_codes(struct summary *s, const struct read_result *r);

/* What for: MAKE migrates, as every session of an embedded database does; the others look whether that was done. */
enum access { ACCESS_READ, ACCESS_WRITE, ACCESS_MAKE };

/* A database session of the project; starts the embedded cluster if need be.  It has the rights of counterfoil_etl; for
 * reading those of counterfoil_finance or counterfoil_auditor will do.  A login of none of them is ERR_DATABASE. */
bool project_database(struct arena *a, const struct project *p, enum access access, struct pg **pg, struct err *e)
	__attribute__((warn_unused_result));

/* False only if the run itself could not be carried out; whatever a source or a rule came to is in the summary. */
bool run_job(struct arena *a, const struct project *p, struct pg *pg, const struct job *job,
	const struct run_options *options, struct summary *summary, struct err *e) __attribute__((warn_unused_result));

/* Sets a run's wish to be cancelled: it ends at its next step. */
bool run_cancel(struct pg *pg, int64_t run_id, struct err *e) __attribute__((warn_unused_result));

/* What a person does, as an entry of the audit chain, which commits with what it does or not at all. */
struct act {
	Str kind, actor, reason;
	Str detail;                      /* JSON */
};

/* Maps the newest landing of each extract of the dataset again, as a new snapshot of cause map. */
bool run_replay(struct arena *a, const struct project *p, struct pg *pg, Str dataset, const struct act *act,
	struct summary *summary, struct err *e) __attribute__((warn_unused_result));

/* Lets a held snapshot in. */
bool run_release(struct arena *a, const struct project *p, struct pg *pg, int64_t snapshot_id, const struct act *act,
	struct summary *summary, struct err *e) __attribute__((warn_unused_result));

/* Writes the run's report again into a folder, or its JSON into *json if that is not NULL. */
bool run_report(struct arena *a, const struct project *p, struct pg *pg, int64_t run_id, const char *folder,
	struct buf *json, const char **index, struct err *e) __attribute__((warn_unused_result));

/* The job's business date by the clock. */
date job_business_date(const struct job *job, instant now);

/* ERR_USAGE of a date after it for which none of the job's extracts is due yet. */
bool job_date_check(struct arena *a, const struct job *job, date day, instant now, struct err *e)
	__attribute__((warn_unused_result));

/* Which records of an extract are looked at: the first, or the first of a key, or the first rejects. */
struct sample_wish {
	size_t count;
	Str key;                     /* a field of it, or all joined by a blank or /; empty: of any */
	bool rejected;
};

/* Reads an extract's files through the real path without staging them, until there are enough: for counterfoil
 * sample.  *request: what was asked for over HTTP, as it may be shown; NULL: nothing was. */
struct sample {
	const struct record *record;
	const struct row *row;
};
bool run_sample(struct arena *a, const struct project *p, const struct extract *x, date business_date,
	const struct sample_wish *wish, struct sample **samples, size_t *found, Str *request, struct err *e)
	__attribute__((warn_unused_result));

#endif
