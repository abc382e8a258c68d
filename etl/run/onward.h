/*
 * What an extract that is read over the network is asked for beside what it says itself: where the newest snapshot had
 * read to, whether all of it is due again, and the values of a dataset that it fans out over.
 */
#ifndef RUN_ONWARD_H
#define RUN_ONWARD_H

#include "db/pg.h"
#include "run/project.h"

/* group: the extract that is landed, then those that read its landing.  full: whoever runs it asks for all. */
struct onward {
	const struct project *project;
	const struct extract *const *extracts;
	size_t count;
	bool full;
};

/* Fills is_incremental, cursor, in_full, start and staged for o->business_date.  ERR_INCOMPLETE if the dataset that it
 * fans out over was never staged. */
bool onward_find(struct arena *a, struct pg *pg, const struct onward *w, struct land_options *o, struct err *e)
	__attribute__((warn_unused_result));

/* The same without a database: a business date's day, over nothing that is staged. */
void onward_unknown(const struct project *p, struct land_options *o);

#endif
