/*
 * A project: everything that is configured, read once, with all its mistakes.  It only points to what the folders read
 * with keys of their own; nothing in it changes after it was opened.
 */
#ifndef RUN_PROJECT_H
#define RUN_PROJECT_H

#include "base/schedule.h"
#include "config/crosswalk.h"
#include "config/settings.h"
#include "extract/extract.h"
#include "map/map.h"
#include "reconcile/position_keys.h"
#include "stage/intake.h"

/* [job.NAME]: what one run does, and for which business date. */
struct job {
	Str name, title;
	Str at, business_date;           /* "04:30"; "yesterday" */
	struct zone *zone;
	struct schedule schedule;
	struct texts extract, reconcile, report;
	const struct extract **extracts; /* those that the globs name, each landing's owner before its readers */
	size_t extract_count;
	const struct rule **rules;
	size_t rule_count;
	const struct node *node;
};

struct project {
	const char *folder;
	const char *home;                /* folder of what it keeps, absolute: var, or the environment's */
	struct texts environments;       /* that are declared */
	struct settings settings;
	struct calendars calendars;
	struct companies companies;
	struct entities entities;
	struct systems systems;
	const struct endpoint *endpoints;    /* one a system, in its order */
	struct crosswalks crosswalks;
	struct extract *extracts;
	size_t extract_count;
	struct account *accounts;        /* one an extract, in its order */
	struct flows flows;
	struct rules rules;
	struct positions positions;      /* what is closed at the end of a month */
	struct job *jobs;
	size_t job_count;
	struct twins *twins;             /* systems that are probably one (twins.h) */
	size_t twin_count;
	struct digest digest;            /* of all that was read: two runs of equal digests had equal configurations */
};

/* Reads folder/jobs.toml and all that it includes, as the environment has it (config/environment.h; empty: none); every
 * mistake is noted.  False if there was one. */
bool project_open(struct arena *a, const char *folder, Str environment, struct project **p, struct mistakes *m);

/* The same, with the mistakes as one ERR_CONFIG: for commands that need a sound project. */
bool project_need(struct arena *a, const char *folder, Str environment, struct project **p, struct err *e)
	__attribute__((warn_unused_result));

/* Its folder of landings. */
const char *project_landings(struct arena *a, const struct project *p);

/* NULL if there is none. */
const struct extract *project_extract_find(const struct project *p, Str name);

/* NULL, and ERR_USAGE with a suggestion, if there is none. */
const struct job *project_job(struct arena *a, const struct project *p, Str name, struct err *e);
const struct extract *project_extract(struct arena *a, const struct project *p, Str name, struct err *e);

/* "shop_pl.order": what rows of the extract belong to. */
Str extract_dataset(struct arena *a, const struct extract *x);

/* Of the format that it is read in. */
struct digest extract_format_digest(struct arena *a, const struct extract *x);

/* The reference of all keys, in Markdown. */
void project_describe(struct buf *b);

#endif
