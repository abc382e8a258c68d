/*
 * Systems that are probably one: like the same kind, with the same "set" and the same address, where either the kind
 * leaves the address to "set" or they say the same of who asks.  What the one account holds would be read and counted
 * twice.  It may be meant, so it is no mistake.
 */
#ifndef RUN_TWINS_H
#define RUN_TWINS_H

#include "run/project.h"

struct twins {
	const struct system *one, *other;
};

/* root: the configuration, in which kinds stand as they were written. */
void twins_find(struct arena *a, const struct node *root, struct project *p);

#endif
