/*
 * Who asks with one account keeps its limits together: the lists of its systems, and, where there is a database, all
 * processes.  Without one, and where nothing is limited, the process counts for itself.
 *
 *	pacer_take ─▶ 0: the call is made ─▶ pacer_give
 *	     └──▶ microseconds to wait, then again
 *
 * Threads may take and give at once.
 */
#ifndef NET_PACER_H
#define NET_PACER_H

#include "net/pool.h"

struct pacer;

/* pool NULL: for this process alone; it is shared by all pacers of the arena. */
struct pacer *pacer_new(struct arena *a, Str account, struct pool *pool);

/* For tests: its clock, in microseconds. */
void pacer_clock(struct pacer *p, const int64_t *now);

/* One request: what holds for it, and what it has taken. */
struct paced {
	struct paces paces[2];       /* of the system, of the list */
	Str system, op;
	int64_t lease;               /* it has ended so many microseconds later at the latest */
	struct flight flights[2 * PACES_MOST];
};

/* *wait 0: the call is taken, and must be given back.  Else *by is the limit that makes it wait for the longest.
 * Fails only with its database. */
bool pacer_take(struct pacer *p, struct paced *paced, int64_t *wait, const struct pace **by, struct err *e)
	__attribute__((warn_unused_result));

/* answer NULL: none came. */
bool pacer_give(struct pacer *p, struct paced *paced, const struct answer *answer, struct err *e)
	__attribute__((warn_unused_result));

#endif
