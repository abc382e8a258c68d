/*
 * Reading a night back.  The night of snapshot N is every version with seen_from <= N < seen_until: the live rows that
 * are not younger, and what history holds of the others; of the newest night, the live rows alone.  Each snapshot
 * speaks for one extract: its night is that extract's rows.
 *
 * Read it in a REPEATABLE READ transaction that locked the live table in ACCESS SHARE mode before its first query: a
 * table that is swapped in meanwhile would not be seen as it was.
 */
#ifndef STAGE_NIGHT_H
#define STAGE_NIGHT_H

#include "db/pg.h"

struct night {
	Str dataset, live;           /* shop_pl.order, stage.shop_pl_order */
	Str columns;                 /* all of the live table, quoted, in its order */
	int32_t snapshot_no;
	int source;                  /* the extract's number */
	bool aside, newest;
};

/* The rows of one extract as its snapshot left them.  Held, refused and rolled back ones have none: ERR_USAGE. */
bool night_of_snapshot(struct arena *a, struct pg *pg, int64_t snapshot_id, struct night *n, struct err *e)
	__attribute__((warn_unused_result));

/* A SELECT without parameters, of n->columns in no order; as a part of other statements it wants parentheses. */
const char *night_sql(struct arena *a, const struct night *n);

#endif
