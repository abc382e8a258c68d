#include "extract/met.h"

#include <string.h>

static struct met_entry *place_of(const struct met *m, const struct digest *what)
{
	size_t at;

	memcpy(&at, what->bytes, sizeof at);
	for (at %= m->room; m->at[at].number > 0 && !digest_is(m->at[at].what, *what);)
		at = (at + 1) % m->room;
	return &m->at[at];
}

static void grow(struct arena *a, struct met *m)
{
	struct met_entry *old = m->at;
	size_t room = m->room;

	m->room = room > 0 ? 2 * room : 64;
	m->at = arena_array(a, m->room, struct met_entry);
	for (size_t i = 0; i < room; i++)
		if (old[i].number > 0)
			*place_of(m, &old[i].what) = old[i];
}

uint64_t met_before(struct arena *a, struct met *m, struct digest what, uint64_t number)
{
	struct met_entry *at;

	if (2 * m->count >= m->room)
		grow(a, m);
	at = place_of(m, &what);
	if (at->number > 0)
		return at->number;
	*at = (struct met_entry){what, number};
	m->count++;
	return 0;
}
