/*
 * Where an extract's files lie: a project's folder, another machine (net/remote.h), or a bucket (net/bucket.h).  Names
 * are paths below it, in all of them the same, so that patterns, markers, lists and parts mean the same.  What lies
 * elsewhere is fetched into a file beside the landings, which goes when the arena ends.
 */
#ifndef EXTRACT_SHELF_H
#define EXTRACT_SHELF_H

#include "extract/extract.h"
#include "net/bucket.h"

struct shelf {
	const char *folder;
	const char *landings;        /* where what is fetched lies meanwhile */
	struct remote *remote;       /* with neither it is the folder */
	struct bucket *bucket;
};

/* Connections end with the arena.  askers: whose limits and connections a bucket is asked over; NULL: its own. */
struct shelf shelf_of(struct arena *a, const struct extract *x, const char *project, const char *landings,
	struct askers *askers);

static inline bool shelf_is_far(const struct shelf *p)
{
	return p->remote || p->bucket;
}

/* Where names at another place begin, for messages: "sftp://host/out/". */
Str shelf_base(struct arena *a, const struct extract *x);

/* What lies in a folder of another place and begins so; of machines all of it does. */
bool shelf_list(struct arena *a, const struct shelf *p, Str folder, Str begin, struct remote_names *names,
	struct err *e) __attribute__((warn_unused_result));

bool shelf_look(struct arena *a, const struct shelf *p, Str name, bool *there, struct err *e)
	__attribute__((warn_unused_result));

/* Size and time, as they are compared with those of a moment later. */
struct shelf_state {
	uint64_t size;
	instant changed;
};
bool shelf_state(struct arena *a, const struct shelf *p, Str name, struct shelf_state *state, struct err *e)
	__attribute__((warn_unused_result));

/* Where its bytes can be read; at another place they are fetched first. */
bool shelf_file(struct arena *a, const struct shelf *p, Str name, const char **path, struct err *e)
	__attribute__((warn_unused_result));

#endif
