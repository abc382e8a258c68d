/* The index of known rows against a plain array: found, grown, versions kept, gone through once each. */
#include "stage/known.h"
#include "tap.h"

enum { KEYS = 30000 };

static struct arena *memory;

/* splitmix64, so that every run has the same keys. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static struct hash *some_keys(void)
{
	struct hash *keys = arena_array(memory, KEYS, struct hash);
	uint64_t state = 7;

	for (size_t i = 0; i < KEYS; i++)
		keys[i] = (struct hash){next(&state), next(&state)};
	keys[0] = (struct hash){0, 0};
	keys[1] = (struct hash){UINT64_MAX, UINT64_MAX};
	keys[2] = (struct hash){UINT64_MAX, 1};
	keys[3] = (struct hash){UINT64_MAX, 2};
	keys[4] = (struct hash){keys[5].high, 9};
	return keys;
}

static void all_are_found(struct known *k, const struct hash *keys, bool versions)
{
	size_t passed = 0, at = 0;
	bool fresh;

	for (size_t stride = 1; stride < KEYS; stride = stride * 7 + 2) {
		size_t wrong = 0;

		for (size_t i = 0, key = 0; i < KEYS; i++, key = (key + stride) % KEYS) {
			struct known_slot *slot = known_add(k, keys[key], &fresh);

			if (fresh || slot->row != (key << 12 | KNOWN_SEEN))
				wrong++;
			else if (versions && *known_version(k, slot) != (int64_t)key)
				wrong++;
		}
		is_int((int64_t)wrong, 0, "every key has its row%s, asked for by steps of %zu", versions ? " and version" : "",
			stride);
	}
	while (known_next(k, &at))
		passed++;
	is_int((int64_t)passed, KEYS, "each is passed once");
}

static void fill(const struct hash *keys, size_t expected, bool versions)
{
	struct known *k = known_new(memory, expected, versions, 0);
	size_t stale = 0;
	bool fresh;

	for (size_t i = 0; i < KEYS; i++) {
		struct known_slot *slot = known_add(k, keys[i], &fresh);

		if (!fresh || slot->row != 0)
			stale++;
		slot->row = (uint64_t)i << 12 | KNOWN_SEEN;
		if (versions)
			*known_version(k, slot) = (int64_t)i;
	}
	is_int((int64_t)stale, 0, "each key is new once (%zu expected)", expected);
	all_are_found(k, keys, versions);
	known_add(k, (struct hash){1, 1}, &fresh);
	ok(fresh, "a key that was not there is new");
}

int main(void)
{
	const struct hash *keys;

	memory = arena_new(NULL);
	keys = some_keys();

	fill(keys, 0, false);
	fill(keys, KEYS, false);
	fill(keys, 100, true);
	is_int((int64_t)sizeof(struct known_slot), 24, "a slot has 24 bytes");
	arena_end(memory);
	return done();
}
