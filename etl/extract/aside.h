/*
 * A file that is written aside, under landings/blobs/tmp, and becomes visible whole or not at all.  It is locked while
 * it is written, so that what a killed process left can be told from what a living one is writing.
 */
#ifndef EXTRACT_ASIDE_H
#define EXTRACT_ASIDE_H

#include "base/err.h"
#include "base/text.h"

struct aside {
	struct arena *a;
	int fd;
	char *path;
};

/* An empty file for writing; what is not kept is removed when the arena ends. */
bool aside_open(struct arena *a, const char *landings, struct aside **f, struct err *e)
	__attribute__((warn_unused_result));

bool aside_write(struct aside *f, Str bytes, struct err *e) __attribute__((warn_unused_result));

/* Durable under its final path, whose folder is made if it is missing; replaces what stands there. */
bool aside_keep(struct aside *f, const char *path, struct err *e) __attribute__((warn_unused_result));

void aside_drop(struct aside *f);

/* Removes what killed processes left aside; gives how many files that were. */
bool aside_sweep(struct arena *a, const char *landings, size_t *removed, struct err *e)
	__attribute__((warn_unused_result));

#endif
