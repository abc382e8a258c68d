/*
 * What staging hands on: what one snapshot changed, and the snapshot's own facts.  It stands in ops.snapshot as well;
 * this is the copy in hand.
 */
#ifndef STAGE_DELTA_H
#define STAGE_DELTA_H

#include "map/row.h"

/* read = staged + rejected + filtered + repeated + duplicate + stale (promise 2); keyless is the part of rejected whose
 * key could not be read. */
struct counts {
	int64_t read, staged, rejected, filtered, repeated, duplicate, stale, keyless;
};

enum snapshot_state {
	SNAPSHOT_LIVE,
	SNAPSHOT_ASIDE,          /* of an earlier business date: readable, touching nothing */
	SNAPSHOT_HELD,           /* a guard stopped it: nothing was staged until it is released */
	SNAPSHOT_REFUSED,        /* more rejects than the limit: nothing was staged */
	SNAPSHOT_SKIPPED,        /* the same bytes, map, reader, entity and crosswalks as before: nothing to do */
};

enum cause { CAUSE_SOURCE, CAUSE_MAP };

struct delta {
	Str dataset, extract;
	int64_t snapshot_id;     /* of the snapshot that now speaks for the date; for SKIPPED the one before */
	int32_t snapshot_no;
	enum snapshot_state state;
	enum cause cause;
	struct counts counts;
	int64_t inserted, updated, deleted, unchanged, unconfirmed;
	bool over_rejects;       /* loaded in spite of the limit: exit code 4 */
	const char *note;        /* why it is held, refused or loaded in spite of it; NULL if there is nothing to say */
};

#endif
