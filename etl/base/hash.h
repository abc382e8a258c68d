/*
 * Joining hashes: seeded XXH3 of 128 bits, fast, not evidence.  Canonical bytes of a value are written with
 * hash_value: length before content, NULL apart from '', so that ('a|b','c') and ('a','b|c') differ.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/text.h"

struct hash {
	uint64_t high, low;
};

struct hasher;

struct hasher *hasher_new(struct arena *a, uint64_t seed);
void hasher_begin(struct hasher *h);
/* One NULL, or one value with its length. */
void hasher_null(struct hasher *h);
void hasher_value(struct hasher *h, Str value);
void hasher_number(struct hasher *h, uint64_t number);
struct hash hasher_end(struct hasher *h);

static inline bool hash_is(struct hash a, struct hash b)
{
	return a.high == b.high && a.low == b.low;
}

#endif
