#include "stage/known.h"

/* CHUNKS: each is as large as all before it together.  STEP: how far behind the last row the next one is looked for.
 * AHEAD: how early memory is asked for.  NEW_PART: room for so many new keys among the expected ones. */
enum { LEAST = 1024, CHUNKS = 40, STEP = 4, AHEAD = 16, NEW_PART = 16 };

/* An entry of the index: half of a key's low word, and the place of its slot from 1; zero is empty. */
static const uint64_t place_bits = UINT32_MAX;

struct known {
	struct arena *parent, *index_memory;
	struct known_slot *chunks[CHUNKS];
	int64_t *versions[CHUNKS];   /* NULL without */
	unsigned int shift;          /* the first chunk has 2^shift slots */
	size_t count, most;
	uint64_t *index;
	size_t capacity;             /* of the index */
	size_t next;                 /* where a record is that follows the last one in tonight's order as it did before */
	bool in_step;                /* the last one was found there */
	bool has_versions;
};

/* ── slots ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The chunk of a slot; at becomes the slot's place in it. */
static size_t chunk_of(const struct known *k, size_t *at)
{
	size_t chunk;

	if (*at >> k->shift == 0)
		return 0;
	chunk = 64 - (size_t)__builtin_clzll(*at >> k->shift);
	*at -= (size_t)1 << (k->shift + chunk - 1);
	return chunk;
}

static size_t chunk_size(const struct known *k, size_t chunk)
{
	return (size_t)1 << (chunk == 0 ? k->shift : k->shift + chunk - 1);
}

static struct known_slot *slot_at(const struct known *k, size_t at)
{
	size_t chunk = chunk_of(k, &at);

	return k->chunks[chunk] + at;
}

static void chunk_make(struct known *k, size_t chunk)
{
	k->chunks[chunk] = arena_array(k->parent, chunk_size(k, chunk), struct known_slot);
	if (k->has_versions)
		k->versions[chunk] = arena_array(k->parent, chunk_size(k, chunk), int64_t);
}

static struct known_slot *append(struct known *k, struct hash key)
{
	size_t at = k->count++, chunk = chunk_of(k, &at);
	struct known_slot *slot;

	if (!k->chunks[chunk])
		chunk_make(k, chunk);
	slot = k->chunks[chunk] + at;
	slot->high = key.high;
	slot->low = key.low;
	if (k->has_versions)
		k->versions[chunk][at] = INT64_MIN;
	return slot;
}

static bool is_of(const struct known_slot *slot, struct hash key)
{
	return slot->high == key.high && slot->low == key.low;
}

/* ── the index ─────────────────────────────────────────────────────────────────────────────────────────────────── */

/* bits × capacity / 2^32, which needs no power of two.  Not the leading bits: all keys of one part of a file of known
 * rows have the same. */
static size_t home(const struct known *k, struct hash key)
{
	return (size_t)((key.high >> 16 & UINT32_MAX) * k->capacity >> 32);
}

static uint64_t entry_of(struct hash key, size_t at)
{
	return key.low << 32 | (at + 1);
}

/* Where the key's entry stands, or the empty one where it would. */
static size_t place(const struct known *k, struct hash key)
{
	size_t at = home(k, key);
	uint64_t entry;

	while ((entry = k->index[at]) != 0) {
		bool alike = (entry ^ key.low << 32) <= place_bits;

		if (alike && is_of(slot_at(k, (size_t)(entry & place_bits) - 1), key))
			break;
		if (++at == k->capacity)
			at = 0;
	}
	return at;
}

static void index_make(struct known *k, size_t capacity)
{
	k->index_memory = arena_new(k->parent);
	k->capacity = capacity;
	k->index = arena_array(k->index_memory, capacity, uint64_t);
}

static void index_grow(struct known *k)
{
	size_t room = k->most / 2 * 3 + 3, capacity = 2 * k->capacity < room ? 2 * k->capacity : room;

	arena_end(k->index_memory);
	index_make(k, capacity);
	for (size_t i = 0; i < k->count; i++) {
		struct hash key = known_key(slot_at(k, i));
		size_t at = home(k, key);

		if (i + AHEAD < k->count)
			__builtin_prefetch(k->index + home(k, known_key(slot_at(k, i + AHEAD))), 1);
		while (k->index[at] != 0)
			at = at + 1 == capacity ? 0 : at + 1;
		k->index[at] = entry_of(key, i);
	}
}

/* ── both ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct known *known_new(struct arena *a, size_t expected, bool versions, size_t most)
{
	struct known *k = arena_new_of(a, struct known);

	k->most = most > 0 && most < place_bits ? most : place_bits;
	expected += expected / NEW_PART;
	expected = (expected < k->most ? expected : k->most) + LEAST;
	k->parent = a;
	k->has_versions = versions;
	while (expected >> k->shift > 1)
		k->shift++;
	k->shift++;
	chunk_make(k, 0);
	index_make(k, expected / 2 * 3);
	return k;
}

bool known_is_full(const struct known *k)
{
	return k->count >= k->most;
}

void known_prefetch(const struct known *k, struct hash key)
{
	if (!k->in_step)
		__builtin_prefetch(k->index + home(k, key), 1);
}

/* Most sources send their rows in the same order every night, and the live table keeps it: the next row is one
 * of the few behind the last, and its memory is at hand. */
static struct known_slot *step(struct known *k, struct hash key)
{
	size_t end = k->next + STEP < k->count ? k->next + STEP : k->count;

	for (size_t i = k->next; i < end; i++) {
		struct known_slot *slot = slot_at(k, i);

		if (is_of(slot, key)) {
			k->next = i + 1;
			return slot;
		}
	}
	return NULL;
}

static struct known_slot *found_at(struct known *k, uint64_t entry)
{
	size_t at = (size_t)(entry & place_bits) - 1;

	k->next = at + 1;
	return slot_at(k, at);
}

struct known_slot *known_add(struct known *k, struct hash key, bool *fresh)
{
	struct known_slot *slot = step(k, key);
	size_t at;

	*fresh = false;
	k->in_step = slot != NULL;
	if (slot)
		return slot;
	at = place(k, key);
	*fresh = k->index[at] == 0;
	if (!*fresh)
		return found_at(k, k->index[at]);
	if (k->count >= k->capacity / 3 * 2) {
		index_grow(k);
		at = place(k, key);
	}
	k->next += k->next == k->count;
	k->index[at] = entry_of(key, k->count);
	return append(k, key);
}

int64_t *known_version(struct known *k, const struct known_slot *slot)
{
	size_t chunk = 0;

	while (!k->chunks[chunk] || slot < k->chunks[chunk] || slot >= k->chunks[chunk] + chunk_size(k, chunk))
		chunk++;
	return &k->versions[chunk][slot - k->chunks[chunk]];
}

struct known_slot *known_next(const struct known *k, size_t *at)
{
	return *at < k->count ? slot_at(k, (*at)++) : NULL;
}
