/*
 * The hashes of a row.  They are joining hashes, seeded for the installation: the same key has the same hash in every
 * dataset of its entity, whatever the system, and a child's parent hash is its parent's key hash.
 *
 *   key     each key field's canonical bytes in the order of the key
 *   row     company, channel, each parent that the row points to by name, then number and canonical bytes of every
 *           field that is not NULL; the first byte XORed with the state unless it is good: a change of state is one
 *
 * Canonical bytes: texts as they are; integers, decimals and money as the shortest decimal text, so that 1.50 is 1.5;
 * instants, dates and durations as 8 bytes; booleans as one.  NULL is apart from ''.
 */
#ifndef STAGE_HASHES_H
#define STAGE_HASHES_H

#include "base/hash.h"
#include "map/row.h"
#include "stage/dataset.h"

struct hashes;

struct hashes *hashes_new(struct arena *a, const struct dataset *d);

struct hash hash_key(struct hashes *h, const struct row *row);

/* False if a field of the parent's key is NULL or an empty text: the row points to none. */
bool hash_parent(struct hashes *h, const struct row *row, size_t parent, struct hash *hash);

struct hash hash_row(struct hashes *h, const struct row *row);

/* The same row in another state. */
static inline struct hash hash_in_state(struct hash row, enum row_state from, enum row_state to)
{
	uint64_t before = from == ROW_GOOD ? 0 : (uint64_t)from, after = to == ROW_GOOD ? 0 : (uint64_t)to;

	row.high ^= (before ^ after) << 56;
	return row;
}

#endif
