/*
 * What came whole of a landing that was not sealed: slice after slice, so that a run which takes it up asks for the
 * others alone.
 *
 *     landings/slices/<system>.<extract>     of each slice "slice <key> <records> <moment> <bytes> <sha-256>", and its
 *                                           manifest
 *
 * 1. A slice is written behind its parts, which are durable by then; what is lost of it, or damaged, is asked for
 *    again.
 * 2. The file is gone when a landing of the extract is sealed; until then what is too old to count goes with the next
 *    slice that is added.  What has no room in its 256 MiB is not kept.
 */
#ifndef EXTRACT_KEPT_H
#define EXTRACT_KEPT_H

#include "extract/landing.h"

struct kept;

struct kept_slice {
	struct landing landing;      /* parts, steps, skipped, cursor, and the run's landed_at count */
	struct digest records;       /* of all of its records; zeros: it has none */
};

/* The file need not be there.  since: what was asked for by a run that began earlier does not count.  ERR_SOURCE if
 * the file cannot be read. */
bool kept_open(struct arena *a, const char *landings, Str extract, instant since, struct kept **k, struct err *e)
	__attribute__((warn_unused_result));

/* The slice of that key with all of its parts, in the arena; NULL if there is none that is whole. */
const struct kept_slice *kept_find(struct arena *a, const struct kept *k, struct digest key);

bool kept_add(struct kept *k, struct digest key, const struct kept_slice *slice, struct err *e)
	__attribute__((warn_unused_result));

/* Removes all of them. */
bool kept_forget(struct kept *k, struct err *e) __attribute__((warn_unused_result));

#endif
