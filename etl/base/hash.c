#include "base/hash.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum { GATHER_SIZE = 8 * 1024 };

/*
 * Rows are short: their bytes are gathered and hashed at once, which is faster than XXH3's own streaming.  What does
 * not fit is given to the stream, which yields the same hash, so memory does not grow with a cell.
 */
struct hasher {
	uint64_t seed;
	XXH3_state_t *stream;
	bool streaming;
	size_t len;
	char gathered[GATHER_SIZE];
};

static void finish(void *subject)
{
	XXH3_freeState(subject);
}

struct hasher *hasher_new(struct arena *a, uint64_t seed)
{
	struct hasher *h = arena_new_of(a, struct hasher);

	h->seed = seed;
	h->stream = XXH3_createState();
	if (!h->stream) {
		fputs("counterfoil: out of memory\n", stderr);
		_Exit(1);
	}
	arena_defer(a, finish, h->stream);
	return h;
}

void hasher_begin(struct hasher *h)
{
	h->len = 0;
	h->streaming = false;
}

static void spill(struct hasher *h)
{
	if (!h->streaming)
		XXH3_128bits_reset_withSeed(h->stream, h->seed);
	h->streaming = true;
	XXH3_128bits_update(h->stream, h->gathered, h->len);
	h->len = 0;
}

void hasher_number(struct hasher *h, uint64_t number)
{
	uint64_t bytes = htole64(number);

	if (sizeof bytes > sizeof h->gathered - h->len)
		spill(h);
	memcpy(h->gathered + h->len, &bytes, sizeof bytes);
	h->len += sizeof bytes;
}

void hasher_null(struct hasher *h)
{
	hasher_number(h, UINT64_MAX);
}

void hasher_value(struct hasher *h, Str value)
{
	hasher_number(h, value.len);
	if (value.len > sizeof h->gathered - h->len)
		spill(h);
	if (value.len > sizeof h->gathered) {
		XXH3_128bits_update(h->stream, value.at, value.len);
	} else if (value.len > 0) {
		memcpy(h->gathered + h->len, value.at, value.len);
		h->len += value.len;
	}
}

struct hash hasher_end(struct hasher *h)
{
	XXH128_hash_t result;

	if (h->streaming) {
		spill(h);
		result = XXH3_128bits_digest(h->stream);
	} else {
		result = XXH3_128bits_withSeed(h->gathered, h->len, h->seed);
	}
	hasher_begin(h);
	return (struct hash){result.high64, result.low64};
}
