/*
 * Taking the newest snapshot of a dataset out again: the versions that it ended live again, what it opened goes, and
 * the database marks the rule runs that used it as retracted (005_retract.sql).  After it the tables are those of the
 * night before, row by row; the snapshot's number is not used again and its record stays, as rolled back.
 */
#ifndef STAGE_ROLLBACK_H
#define STAGE_ROLLBACK_H

#include "db/pg.h"

struct rolled_back {
	Str dataset, extract;
	int32_t snapshot_no;
	int64_t restored, removed;   /* versions that live again, versions that went */
	int64_t retracted;           /* rule runs */
};

/* In the caller's transaction, or one of its own.  Any snapshot but the newest live one is ERR_USAGE. */
bool snapshot_rollback(struct arena *a, struct pg *pg, int64_t snapshot_id, const char *reason,
		       struct rolled_back *done, struct err *e) __attribute__((warn_unused_result));

#endif
