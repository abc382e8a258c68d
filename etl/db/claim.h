/*
 * Claims: that one run at a time writes a dataset, proved by the database and not by clocks or processes.  A claim has
 * a fence, a number that grows with every taking, and a lease, until when its holder counts as alive.  A run that was
 * stopped for too long loses its lease to another, whose fence is higher; its own load then fails at
 * its last statement.
 *
 *   claim_take ──▶ fence 7 ──▶ begin … load … claim_check(7) commit      on the session of the load
 *        └───────▶ lease ◀── renewed every 20 s, lasts 90 s              on a connection of its own
 *
 * Names: a dataset ("shop_pl.order"), "job nightly", "reconcile".  All moments are the server's.
 */
#ifndef DB_CLAIM_H
#define DB_CLAIM_H

#include "db/pg.h"

/* Takes the claim for the run, in a transaction of its own.  ERR_NOT_RUN if another run's lease is live: the message
 * says which run, since when, on which host and process.  A lease that has ended, or whose process is known to be gone
 * (same machine), is taken over. */
bool claim_take(struct pg *pg, struct arena *a, Str name, int64_t run_id, int64_t *fence, struct err *e)
	__attribute__((warn_unused_result));

/* The last statement of a load, before its commit: locks the fence and looks.  ERR_NOT_RUN if it is no longer ours. */
bool claim_check(struct pg *pg, Str name, int64_t fence, struct err *e) __attribute__((warn_unused_result));

/* Gives back all claims of the run; the fences stay. */
bool claim_release(struct pg *pg, int64_t run_id, struct err *e) __attribute__((warn_unused_result));

/* Renews all leases of the run until the arena ends, on a connection and thread of its own.  What fails is tried again
 * and logged: only claim_check decides. */
bool claim_keep(struct arena *a, const char *conninfo, int64_t run_id, struct err *e)
	__attribute__((warn_unused_result));

#endif
