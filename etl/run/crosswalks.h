/*
 * Versions of crosswalks: a run that finds other pairs under a name than the run before keeps them as the next version,
 * and says of each extract that is mapped by it what has another meaning now, and how many staged rows have one of the
 * old ones.
 */
#ifndef RUN_CROSSWALKS_H
#define RUN_CROSSWALKS_H

#include "run/ledger.h"

struct crosswalk_change {
	const struct crosswalk *table;
	int64_t version;             /* that it has now */
	Str said;                    /* "PAID is settled, was paid; NEW is open; GONE was closed" */
	struct texts before;         /* what the words that changed or went meant */
};

struct crosswalk_changes {
	struct crosswalk_change *at;
	size_t count;
};

/* Those that are others than at their newest version; one that was never seen is none. */
bool crosswalk_changes_find(struct arena *a, struct pg *pg, const struct project *p, struct crosswalk_changes *changes,
	struct err *e) __attribute__((warn_unused_result));

/* The same, and keeps every one that is new or another as a version that this run found. */
bool crosswalk_changes_keep(struct ledger *l, const struct project *p, struct crosswalk_changes *changes, struct err *e)
	__attribute__((warn_unused_result));

/* What they mean for an extract: "crosswalk payment_status, version 3: PAID is settled, was paid; staged rows with
 * the old meaning: 1234"; one text for each that its map uses. */
bool crosswalk_changes_said(struct arena *a, struct pg *pg, const struct extract *x,
	const struct crosswalk_changes *changes, struct texts *said, struct err *e) __attribute__((warn_unused_result));

#endif
