/* Where the paths of a map lead, as a walk through a record goes down: each path as far as it was not yet followed. */
#ifndef MAP_TRAIL_H
#define MAP_TRAIL_H

#include "format/path.h"
#include "map/map.h"

struct trail {
	const struct step *at;
	size_t left;
	int path;                    /* in the map's list; -1: another extract's */
};

struct trails {
	struct trail *at;
	size_t count;
	bool arrived;                /* one of them ends here: all below is read */
};

/* Goes on by so many steps of t; `to` has room for it. */
void trails_follow(struct trails *to, struct trail t, size_t steps);

/* obj{*} goes by all members, as .key and .value. */
bool trails_go_by_all(const struct trails *from);

/* How many steps of the path one member, attribute or item is; 0: the path leads elsewhere.  element: of XML. */
size_t trail_steps(const struct trail *t, enum shape_step step, Str name, bool element);

#endif
