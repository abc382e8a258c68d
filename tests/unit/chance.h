/* Chance for tests of properties: printed, so that a failure can be had again with SEED=…. */
#ifndef UNIT_CHANCE_H
#define UNIT_CHANCE_H

#include "tap.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static uint64_t chance_state;

static inline void chance_open(void)
{
	const char *wanted = getenv("SEED");

	chance_state = wanted ? strtoull(wanted, NULL, 10) : (uint64_t)time(NULL) * 2654435761U + (uint64_t)getpid();
	chance_state += chance_state == 0;
	printf("# SEED=%" PRIu64 "\n", chance_state);
}

/* Xorshift (Marsaglia, 2003). */
static inline uint64_t chance(void)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return chance_state;
}

static inline int64_t between(int64_t least, int64_t most)
{
	return least + (int64_t)(chance() % (uint64_t)(most - least + 1));
}

static inline bool one_in(int n)
{
	return between(1, n) == 1;
}

#endif
