/* What was met before, by its digest: pages of a list, slices of a reach. */
#ifndef EXTRACT_MET_H
#define EXTRACT_MET_H

#include "base/digest.h"

#include <stdint.h>

struct met_entry {
	struct digest what;
	uint64_t number;             /* from 1; 0: no entry */
};

/* All zero: nothing yet. */
struct met {
	struct met_entry *at;        /* by the first bytes of its digest, at most half full */
	size_t count, room;
};

/* The number that it was met with first; 0 if it is new, and now known by this one, which is not 0. */
uint64_t met_before(struct arena *a, struct met *m, struct digest what, uint64_t number);

#endif
