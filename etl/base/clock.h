/*
 * The only place that asks what time it is.  COUNTERFOIL_CLOCK, an RFC 3339 instant, stops the clock there: tests and
 * the demo use it, so that a run of a past night is that night's run.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/instant.h"

/* Wall clock, UTC. */
instant clock_now(void);

/* Never goes back; for durations only. */
int64_t clock_monotonic(void);

#endif
