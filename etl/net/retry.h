/*
 * How long is waited: for a turn, as the limits say (pacer.h), and between two tries, as [system.NAME] retry says,
 * unless the answer says how long.  No wait is longer than may be: then it is left to a later run.
 */
#ifndef NET_RETRY_H
#define NET_RETRY_H

#include "net/pacer.h"

enum backoff { BACKOFF_EXPONENTIAL, BACKOFF_LINEAR, BACKOFF_CONSTANT };
enum jitter { JITTER_FULL, JITTER_EQUAL, JITTER_NONE };

struct retry {
	int times;                   /* tries after the first one */
	int backoff, jitter;
	int factor;                  /* EXPONENTIAL */
	struct duration base, most;
	struct duration in_all;      /* pauses of one request together */
};

enum { RETRY_KEYS = 7 };
extern const struct key retry_keys[RETRY_KEYS];

/* The n-th pause, from 0, in microseconds: the longest it may be, and what was drawn of it. */
int64_t retry_longest(const struct retry *r, int n);
int64_t retry_pause(const struct retry *r, int n);

/* ERR_SIGNAL if the process is told to end meanwhile. */
bool retry_wait(int64_t us, struct err *e) __attribute__((warn_unused_result));

/* What was waited for limits. */
struct waits {
	int64_t count, us;
};

/* Waits until the call may be made, and takes it.  ERR_TEMPORARY if that would be too long; waits may be NULL. */
bool retry_turn(const struct retry *r, struct pacer *p, struct paced *paced, struct waits *waits, struct err *e)
	__attribute__((warn_unused_result));

#endif
