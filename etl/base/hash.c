#include "base/hash.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum { GATHER_SIZE = 8 * 1024, LONG = GATHER_SIZE / 2 };

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
	h->stream = arena_must(XXH3_createState());
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

/* Behind what is gathered, which has the room. */
static void gather(struct hasher *h, const void *bytes, size_t size)
{
	memcpy(h->gathered + h->len, bytes, size);
	h->len += size;
}

void hasher_number(struct hasher *h, uint64_t number)
{
	uint64_t bytes = htole64(number);

	if (sizeof bytes > sizeof h->gathered - h->len)
		spill(h);
	gather(h, &bytes, sizeof bytes);
}

void hasher_null(struct hasher *h)
{
	hasher_number(h, UINT64_MAX);
}

/* A value so long that a copy of it would not pay. */
static void stream_value(struct hasher *h, Str value)
{
	hasher_number(h, value.len);
	spill(h);
	XXH3_128bits_update(h->stream, value.at, value.len);
}

void hasher_value(struct hasher *h, Str value)
{
	uint64_t length = htole64(value.len);

	if (value.len > LONG) {
		stream_value(h, value);
		return;
	}
	if (sizeof length + value.len > sizeof h->gathered - h->len)
		spill(h);
	gather(h, &length, sizeof length);
	if (value.len > 0)
		gather(h, value.at, value.len);
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

uint64_t hash_short(Str text)
{
	return XXH3_64bits(text.at ? text.at : "", text.len);
}
