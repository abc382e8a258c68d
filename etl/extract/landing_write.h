/*
 * Writing a landing: begin, add one file after another, seal.
 *
 *	file ─read─▶ block ─SHA-256─▶ ring ─zstd, second thread─▶ blobs/tmp ─fsync, rename─▶ blobs/ab/…
 *	                                                                     manifest ─▶ manifests/…     (last)
 *
 * 1. What stands under its final name is whole and durable; the manifest follows all its blobs.
 * 2. A process killed anywhere leaves files in blobs/tmp, which landing_sweep removes, or blobs without a manifest,
 *    which the next landing of the same bytes uses.
 */
#ifndef EXTRACT_LANDING_WRITE_H
#define EXTRACT_LANDING_WRITE_H

#include "extract/landing.h"

struct landing_draft;

/* A file to be landed. */
struct landing_file {
	const char *path;
	Str found;                   /* its name as it is there: what patterns and lists of files are held against */
	Str name, part;              /* as in landing_part; messages call it by its name */
	bool want_sha256;
	struct digest sha256;        /* filled when wanted: of the whole file, as sha256sum prints it */
};

bool landing_begin(struct arena *a, const char *landings, struct landing_draft **d, struct err *e)
	__attribute__((warn_unused_result));

/* Copies a file, in the order in which the parts shall stand.  One that cannot be read, is no regular file or is empty
 * is ERR_SOURCE; one that is gone, replaced or changed when its end was reached is ERR_TEMPORARY. */
bool landing_add(struct landing_draft *d, struct landing_file *file, struct err *e)
	__attribute__((warn_unused_result));

/* An answer as it came, as the next part: name, part, changed, sent, status, fields are given, all else is filled. */
bool landing_put(struct landing_draft *d, const struct landing_part *part, Str bytes, struct err *e)
	__attribute__((warn_unused_result));

/* The same of one that was fetched to a file: as much as stands in it. */
bool landing_put_file(struct landing_draft *d, const struct landing_part *part, const char *path, struct err *e)
	__attribute__((warn_unused_result));

/* The parts that were added, and one of them taken out again: its bytes stay where equal bytes are looked for. */
const struct landing_part *landing_parts(const struct landing_draft *d, size_t *count);
void landing_drop(struct landing_draft *d, size_t part);

/* Those that were added since the last time, which are no longer its own; and parts that it is sealed with behind its
 * own. */
struct landing_part *landing_take(struct landing_draft *d, size_t *count);
void landing_give(struct landing_draft *d, const struct landing_part *parts, size_t count);

/* Whether a file still has the bytes of a part, by its size, changed and digest.  It is read only if its time is new;
 * one that is gone is as it was.  ERR_SOURCE if it cannot be looked at. */
bool landing_file_is(struct arena *a, const struct landing_file *file, const struct landing_part *part, bool *same,
	struct err *e) __attribute__((warn_unused_result));

/* Writes the manifest; of *l the caller has filled extract, business_date, landed_at, as_of, as_of_source, proof and
 * missing_parts, the rest is filled here. */
bool landing_seal(struct landing_draft *d, int64_t run, struct landing *l, struct err *e)
	__attribute__((warn_unused_result));

/* Removes what killed processes left half written, and says how many files that were. */
bool landing_sweep(struct arena *a, const char *landings, size_t *removed, struct err *e)
	__attribute__((warn_unused_result));

#endif
