/*
 * What is used up of one limit, as numbers alone, so that it can be kept anywhere: in this process, or in a row that
 * several share.  Nothing here asks what time it is; moments are microseconds of whichever clock they are counted by.
 *
 *	wait ─▶ 0: take ─▶ (the call) ─▶ give, with what its answer states
 *
 * A call counts as made when it may have arrived at the latest: from take on for as long as its lease, from give on
 * when its answer was there.  So a system that counts arrivals never counts more than the limit, however long its
 * answers are under way; and a process that died between the two holds nothing longer than the lease.
 */
#ifndef NET_QUOTA_H
#define NET_QUOTA_H

#include "net/pace.h"

/* head: what a kind keeps of its own, at most 6; behind it pairs of a moment and a weight, sorted: of SLIDING the
 * calls that count, of others the calls that are under way, by the end of their lease. */
enum { QUOTA_HEAD = 6, QUOTA_PAIRS = AT_ONCE_MOST, QUOTA_NUMBERS = QUOTA_HEAD + 2 * QUOTA_PAIRS };

struct quota {
	int64_t at[QUOTA_NUMBERS];
	size_t count;                /* 0: nothing was used yet */
};

/* A call under way, as its quota knows it. */
struct flight {
	int64_t from, until, weight;
};

/* Whatever is longer is none. */
#define LEASE_MOST (3600 * SECOND)

/* What an answer states, each only if it does and means something.  Points are thousandths. */
struct told {
	bool has_cost, has_remaining, has_reset, has_rate;
	int64_t cost, available, restore;    /* a second */
	int64_t remaining;
	int64_t reset;                       /* microseconds from now */
	int64_t interval;                    /* microseconds between two calls */
};
enum { POINT = 1000 };
/* Whatever is more is none: points, calls. */
enum { POINTS_MOST = 1000000, REMAINING_MOST = 1000000000 };
#define RESET_MOST (31 * DAY)

/* Microseconds until a call may be made, 0: now.  Of what depends on calls that are under way it is a guess, to be
 * asked again. */
int64_t quota_wait(const struct pace *pace, struct quota *q, int64_t now);

/* A call is made, for which quota_wait has given 0. */
struct flight quota_take(const struct pace *pace, struct quota *q, int64_t now, int64_t lease);

/* It has ended, one way or the other. */
void quota_give(const struct pace *pace, struct quota *q, struct flight f, const struct told *told, int64_t now);

#endif
