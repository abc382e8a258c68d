/*
 * How fast a system may be asked: [system.NAME] limit = [{ kind = "bucket", calls = 20, per = "1s" }, …].  All of them
 * hold at once, for all lists of the system together (ask.h); another process knows nothing of it.
 */
#ifndef NET_PACE_H
#define NET_PACE_H

#include "config/keys.h"

/* BUCKET: one call every per/calls, up to burst of them saved up.  SLIDING: never more than calls within any per. */
enum pace_kind { PACE_BUCKET, PACE_SLIDING };

struct pace {
	int kind;                    /* enum pace_kind */
	int calls, burst;
	struct duration per;
};

bool paces_read(struct arena *a, const struct node *list, const struct pace **paces, size_t *count, struct mistakes *m);

struct pacer;
struct pacer *pacer_new(struct arena *a, const struct pace *paces, size_t count);

/* How long to wait, in microseconds, until a call may be made at the moment now (clock_monotonic); 0: it is made. */
int64_t pacer_take(struct pacer *p, int64_t now);

void paces_describe(struct buf *b);

#endif
