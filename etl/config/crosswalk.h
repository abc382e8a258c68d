/*
 * Crosswalks: what one system's word is called here.  [crosswalk.NAME] holds pairs "theirs" = "ours" for all systems,
 * [crosswalk.NAME.SYSTEM] pairs that count for one system before those.  A table of factors is a crosswalk too, whose
 * values are decimals.  The digest is evidence of what a snapshot was mapped with.
 */
#ifndef CONFIG_CROSSWALK_H
#define CONFIG_CROSSWALK_H

#include "base/digest.h"
#include "config/system.h"

struct pair {
	Str from, to;
};

struct crosswalk {
	Str name;
	Str system;              /* empty: for all systems that have none of their own */
	const struct pair *pairs; /* ascending by the bytes of from */
	size_t count;
	struct digest digest;    /* of the pairs, in their order, each text with its length */
	const struct node *node;
};

struct crosswalks {
	struct crosswalk *at;
	size_t count;
};

bool crosswalks_read(struct arena *a, const struct node *root, const struct systems *systems, struct crosswalks *out,
	struct mistakes *m);

/* One that stands in a field map: crosswalk = { PAID = "paid" }. */
bool crosswalk_read(struct arena *a, const struct node *table, struct crosswalk *out, struct mistakes *m);

/* The system's own one with the pairs for all behind it, else the one for all; NULL if there is none of that name. */
const struct crosswalk *crosswalk_find(const struct crosswalks *all, Str name, Str system);

/* What from is called here; false if the crosswalk does not know it. */
bool crosswalk_get(const struct crosswalk *c, Str from, Str *to);

/* The reference of its keys, for counterfoil help keys. */
void crosswalks_describe(struct buf *b);

#endif
