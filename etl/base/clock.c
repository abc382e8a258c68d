#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t microseconds(clockid_t which)
{
	struct timespec now;

	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

instant clock_now(void)
{
	const char *stopped = getenv("COUNTERFOIL_CLOCK");
	instant t;

	if (!stopped || !*stopped)
		return microseconds(CLOCK_REALTIME);
	if (instant_parse(text(stopped), &t))
		return t;
	/* Going on with the real time would make another night's run of it. */
	fprintf(stderr, "counterfoil: COUNTERFOIL_CLOCK: \"%.80s\" is no RFC 3339 instant\n", stopped);
	_Exit(2);
}

int64_t clock_monotonic(void)
{
	return microseconds(CLOCK_MONOTONIC);
}
