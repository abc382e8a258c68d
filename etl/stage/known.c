#include "stage/known.h"

/* What may come on top of what is expected before the table must grow. */
enum { LEAST = 1024, SPARE = 20 };

struct known {
	struct arena *parent, *memory;
	struct known_slot *slots;
	int64_t *versions;           /* NULL without */
	size_t count, capacity;
	bool has_versions;
};

/* floor(high × capacity / 2^64), from halves: the keys' order is the slots' order. */
static size_t home(size_t capacity, uint64_t high)
{
	uint64_t c = capacity, c_low = c & UINT32_MAX, c_high = c >> 32;
	uint64_t h_low = high & UINT32_MAX, h_high = high >> 32;
	uint64_t middle = h_high * c_low + (h_low * c_low >> 32);

	return (size_t)(h_high * c_high + ((middle + h_low * c_high) >> 32));
}

/* Zeros mean an empty slot, so the one key that is all zeros takes its neighbour's place. */
static struct hash usable(struct hash key)
{
	if (key.high == 0 && key.low == 0)
		key.low = 1;
	return key;
}

static bool is_empty(const struct known_slot *slot)
{
	return slot->high == 0 && slot->low == 0;
}

/* Where the key stands, or the empty slot where it would. */
static struct known_slot *place(const struct known *k, struct hash key)
{
	struct known_slot *end = k->slots + k->capacity;
	struct known_slot *slot = k->slots + home(k->capacity, key.high);

	while (!is_empty(slot) && !(slot->high == key.high && slot->low == key.low))
		if (++slot == end)
			slot = k->slots;
	return slot;
}

static void allocate(struct known *k, size_t capacity)
{
	k->memory = arena_new(k->parent);
	k->capacity = capacity;
	k->slots = arena_array(k->memory, capacity, struct known_slot);
	k->versions = k->has_versions ? arena_array(k->memory, capacity, int64_t) : NULL;
}

struct known *known_new(struct arena *a, size_t expected, bool versions)
{
	struct known *k = arena_new_of(a, struct known);

	k->parent = a;
	k->has_versions = versions;
	allocate(k, (expected + expected / SPARE) / 3 * 4 + LEAST);
	return k;
}

static void grow(struct known *k)
{
	struct known old = *k;

	allocate(k, old.capacity / 2 * 3);
	for (size_t i = 0; i < old.capacity; i++) {
		struct known_slot *slot;

		if (is_empty(&old.slots[i]))
			continue;
		slot = place(k, known_key(&old.slots[i]));
		*slot = old.slots[i];
		if (k->versions)
			k->versions[slot - k->slots] = old.versions[i];
	}
	arena_end(old.memory);
}

void known_prefetch(const struct known *k, struct hash key)
{
	__builtin_prefetch(k->slots + home(k->capacity, key.high), 1);
}

struct known_slot *known_find(struct known *k, struct hash key)
{
	struct known_slot *slot = place(k, usable(key));

	return is_empty(slot) ? NULL : slot;
}

struct known_slot *known_add(struct known *k, struct hash key, bool *fresh)
{
	struct known_slot *slot;

	key = usable(key);
	slot = place(k, key);
	*fresh = is_empty(slot);
	if (!*fresh)
		return slot;
	if (k->count >= k->capacity / 4 * 3) {
		grow(k);
		slot = place(k, key);
	}
	k->count++;
	slot->high = key.high;
	slot->low = key.low;
	if (k->versions)
		k->versions[slot - k->slots] = INT64_MIN;
	return slot;
}

int64_t *known_version(struct known *k, const struct known_slot *slot)
{
	return &k->versions[slot - k->slots];
}

size_t known_count(const struct known *k)
{
	return k->count;
}

struct known_slot *known_next(struct known *k, size_t *at)
{
	while (*at < k->capacity) {
		struct known_slot *slot = &k->slots[(*at)++];

		if (!is_empty(slot))
			return slot;
	}
	return NULL;
}
