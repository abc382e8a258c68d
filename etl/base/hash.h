/*
 * Joining hashes: seeded XXH3 of 128 bits, fast, not evidence.  Canonical bytes of a value are written with
 * hasher_value: length before content, NULL apart from '', so that ('a|b','c') and ('a','b|c') differ.
 *
 * The canonical form is a contract on disk: staged rows carry these hashes, so a change makes every row new.
 *
 *     value    length (8 bytes, little-endian), then the bytes
 *     NULL     8 bytes of 0xFF (no value is that long)
 *     number   8 bytes, little-endian; for what the reader knows to be a number, such as a field's
 *
 * The hash is XXH3_128bits_withSeed over all of them in the order in which they were added.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/text.h"

struct hash {
	uint64_t high, low;
};

struct hasher;

struct hasher *hasher_new(struct arena *a, uint64_t seed);
/* Forgets what was added since the last hasher_end. */
void hasher_begin(struct hasher *h);
/* One NULL, or one value with its length. */
void hasher_null(struct hasher *h);
void hasher_value(struct hasher *h, Str value);
void hasher_number(struct hasher *h, uint64_t number);
/* The hash of all that was added; begins anew. */
struct hash hasher_end(struct hasher *h);

/* Of one text alone, for tables in memory. */
uint64_t hash_short(Str text);

static inline bool hash_is(struct hash a, struct hash b)
{
	return a.high == b.high && a.low == b.low;
}

#endif
