/*
 * What the index of known rows has no room for: put aside by the leading bits of its key in a file without a name, and
 * read back part by part, in the order in which it was put.  The file holds hashes and nothing of the records.
 *
 * A file that cannot be written is ERR_TEMPORARY if room is short, else ERR_INTERNAL.
 */
#ifndef STAGE_SPILL_H
#define STAGE_SPILL_H

#include "base/err.h"
#include "base/hash.h"

/* The keys of a part are those of one leading byte. */
enum { SPILL_PARTS = 256 };

struct spilled {
	struct hash key;
	uint64_t row;                /* the row's hash and flags, as a slot has them (known.h) */
	int64_t version;
	uint64_t record;             /* tonight's, from 1; 0: a slot of the index */
};

struct spill;

/* A file in the folder, which goes with the arena, whatever happens.  memory: bytes that may wait to be written. */
bool spill_new(struct arena *a, const char *folder, int64_t memory, struct spill **spill, struct err *e)
	__attribute__((warn_unused_result));

bool spill_put(struct spill *s, const struct spilled *item, struct err *e) __attribute__((warn_unused_result));

/* How many items a part has. */
size_t spill_count(const struct spill *s, size_t part);

/* From here on the items of the part come from spill_next; false at its end, or with e. */
void spill_turn(struct spill *s, size_t part);
bool spill_next(struct spill *s, struct spilled *item, struct err *e);

#endif
