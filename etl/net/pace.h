/*
 * How fast a system may be asked: [system.NAME] limit = [{ kind = "bucket", calls = 20, per = "1s" }, …], and the same
 * of one list.  All of them hold at once.  What is used up of one is quota.h's, who asks together is pacer.h's.
 */
#ifndef NET_PACE_H
#define NET_PACE_H

#include "base/zone.h"
#include "config/keys.h"
#include "net/answer.h"

/* Each kind's meaning stands in its row of pace.c. */
enum pace_kind {
	PACE_BUCKET, PACE_FIXED, PACE_SLIDING, PACE_CONCURRENT, PACE_COST, PACE_HEADER, PACE_LEARN, PACE_DAILY
};
/* For whom it holds together: all that use the account, the system, or each of its lists alone. */
enum pace_scope { PACE_ACCOUNT, PACE_SYSTEM, PACE_OP };
/* How the moment is written at which more may be asked. */
enum reset_unit { RESET_S, RESET_MS, RESET_EPOCH_S, RESET_EPOCH_MS, RESET_HTTP_DATE };

/* Limits of one system or list; calls at once. */
enum { PACES_MOST = 8, AT_ONCE_MOST = 64 };

struct pace {
	int kind;                    /* enum pace_kind */
	int scope;                   /* enum pace_scope */
	int calls, burst;            /* calls 0: not said */
	struct duration per;
	int reserve;                 /* COST: points that are left over */
	struct zone *zone;           /* DAILY */
	struct answer_place cost, available, restore;
	struct answer_place remaining, reset, used, rate;
	int unit;                    /* enum reset_unit */
};

struct paces {
	const struct pace *at;
	size_t count;
};

/* most: the longest pause of the system's retry; a limit that would ever need a longer one is a mistake, unless it is
 * of a day.  of_list: they are of one list, not of a system. */
bool paces_read(struct arena *a, const struct node *list, bool of_list, int64_t most, struct paces *paces,
	struct mistakes *m);

/* The kind's name. */
const char *pace_name(const struct pace *pace);

/* In words, for people: "at most 40 calls in any 1m". */
const char *pace_words(struct arena *a, const struct pace *pace);

void paces_describe(struct buf *b);

#endif
