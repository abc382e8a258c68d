/*
 * The index of known rows: for each key of one source its row's hash, so that a snapshot is compared while it streams
 * in and only what changed travels.  A slot has 24 bytes: the key's 128 bits, 52 bits of the row's hash and 12 flags.
 * Half a hash tells two rows apart wrongly once in 2^52 changes; keys are compared whole.
 *
 * Slots stand in the order in which their rows came, beside an index by key of 8 bytes an entry, two thirds
 * full at most. A source that sends its rows in last night's order, as most do, never jumps about in memory.  5 million
 * rows take 190 MB.  An index may have an end: what it has no room for is compared in parts (overflow.c).
 */
#ifndef STAGE_KNOWN_H
#define STAGE_KNOWN_H

#include "base/hash.h"

/* What tonight's records said of a key. */
enum known_flag {
	KNOWN_NEW = 1 << 0,          /* the source had no live row of it */
	KNOWN_SEEN = 1 << 1,         /* a record spoke of it, if only a stale one: it is not lacking */
	KNOWN_FIRST = 1 << 2,        /* the row hash is of tonight's record, no longer of the live row */
	KNOWN_FILTERED = 1 << 3,     /* tonight's record was filtered */
	KNOWN_REJECTED = 1 << 4,     /* tonight's record could not be read */
	KNOWN_TWICE = 1 << 5,        /* another record with other fields */
	KNOWN_SPOILED = 1 << 6,      /* another record that could not be read */
	KNOWN_REPLACED = 1 << 7,     /* an earlier record of tonight does not count any more */
	KNOWN_OUTSIDE = 1 << 8,      /* outside the snapshot's scope: never lacking */
	KNOWN_SAME = 1 << 9,         /* tonight's first record was the live row as it stands, and good */
	KNOWN_FLAGS = (1 << 12) - 1,
};

struct known_slot {
	uint64_t high, low;          /* the key */
	uint64_t row;                /* hash of the row, its last 12 bits are the flags */
};

struct known;

/* What a key takes at most, but for a version's 8 bytes. */
enum { KNOWN_BYTES = 36, KNOWN_VERSION_BYTES = 8 };

/* expected: how many keys there will be, as far as can be told; versions: whether records carry one; most: how many
 * there is room for, at most and by default (0) 2^32 - 1. */
struct known *known_new(struct arena *a, size_t expected, bool versions, size_t most);

/* No further key may be added. */
bool known_is_full(const struct known *k);

/* For a lookup soon to come. */
void known_prefetch(const struct known *k, struct hash key);

/* The slot of a key, made if there is none, which takes an index that is not full; *fresh tells.  Slots stay where they
 * are. */
struct known_slot *known_add(struct known *k, struct hash key, bool *fresh);

/* The version beside a slot; INT64_MIN if it has none.  Only with versions. */
int64_t *known_version(struct known *k, const struct known_slot *slot);

/* Goes through all slots in the order in which they were made; *at begins at 0.  NULL at the end. */
struct known_slot *known_next(const struct known *k, size_t *at);

/* The part of a row's hash that a slot holds. */
static inline uint64_t known_row(struct hash row)
{
	return row.high & ~(uint64_t)KNOWN_FLAGS;
}

static inline bool known_has(const struct known_slot *slot, unsigned int flags)
{
	return (slot->row & flags) != 0;
}

static inline struct hash known_key(const struct known_slot *slot)
{
	return (struct hash){slot->high, slot->low};
}

#endif
