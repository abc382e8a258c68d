#include "net/pace.h"

enum { CALLS_MOST = 100000 };

static const struct key_name kinds[] = {{"bucket", PACE_BUCKET}, {"sliding", PACE_SLIDING}, {0}};

static const struct key keys[] = {
	KEY(struct pace, kind, .doc = "\"bucket\": one call after another at an even pace, some saved up; \"sliding\": "
		"never more than so many within any such time", .def = "bucket", .names = kinds),
	KEY(struct pace, calls, .doc = "how many calls", .required = true, .least = 1, .most = CALLS_MOST),
	KEY(struct pace, per, .doc = "in what time", .def = "1s"),
	KEY(struct pace, burst, .doc = "of a bucket: how many may be saved up", .def = "1", .least = 1, .most = CALLS_MOST),
};

static bool read_pace(struct arena *a, const struct node *n, struct pace *pace, struct mistakes *m)
{
	if (!key_table(n, "limit", m) || !keys_read(a, n, keys, KEY_COUNT(keys), pace, m))
		return false;
	if (pace->per.us <= 0)
		return mistake(m, node_place(n, "per"), "\"per\" must be longer than nothing");
	return pace->kind == PACE_BUCKET || !node_child(n, S("burst"))
	    || mistake(m, node_place(n, "burst"), "\"burst\" is of a bucket");
}

bool paces_read(struct arena *a, const struct node *list, const struct pace **paces, size_t *count, struct mistakes *m)
{
	struct pace *at;
	bool good = true;

	if (!list)
		return true;
	if (list->kind != NODE_ARRAY)
		return mistake(m, list, "\"limit\" must be a list of tables, such as [{ calls = 20, per = \"1s\" }]");
	at = arena_array(a, list->count + 1, struct pace);
	for (size_t i = 0; i < list->count; i++)
		good = read_pace(a, list->items[i], &at[i], m) && good;
	*paces = at;
	*count = list->count;
	return good;
}

/* ── keeping it ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Of a bucket, when its next call could be made if nothing had been saved up; of a sliding one, when its last calls
 * were made, in a ring. */
struct state {
	int64_t next;
	int64_t *made;
	size_t at;
};

struct pacer {
	const struct pace *paces;
	struct state *states;
	size_t count;
};

struct pacer *pacer_new(struct arena *a, const struct pace *paces, size_t count)
{
	struct pacer *p = arena_new_of(a, struct pacer);

	p->paces = paces;
	p->count = count;
	p->states = arena_array(a, count + 1, struct state);
	for (size_t i = 0; i < count; i++) {
		p->states[i].next = INT64_MIN;
		if (paces[i].kind != PACE_SLIDING)
			continue;
		p->states[i].made = arena_array(a, paces[i].calls, int64_t);
		for (int n = 0; n < paces[i].calls; n++)
			p->states[i].made[n] = INT64_MIN / 2;
	}
	return p;
}

static int64_t each(const struct pace *pace)
{
	return pace->per.us / pace->calls;
}

static int64_t wait_of(const struct pace *pace, const struct state *s, int64_t now)
{
	int64_t from;

	if (pace->kind == PACE_SLIDING)
		from = s->made[s->at] + pace->per.us;
	else
		from = s->next == INT64_MIN ? now : s->next - (pace->burst - 1) * each(pace);
	return from > now ? from - now : 0;
}

static void note(const struct pace *pace, struct state *s, int64_t now)
{
	if (pace->kind == PACE_SLIDING) {
		s->made[s->at] = now;
		s->at = (s->at + 1) % (size_t)pace->calls;
	} else {
		s->next = (s->next > now ? s->next : now) + each(pace);
	}
}

int64_t pacer_take(struct pacer *p, int64_t now)
{
	int64_t wait = 0;

	for (size_t i = 0; i < p->count; i++) {
		int64_t own = wait_of(&p->paces[i], &p->states[i], now);

		wait = own > wait ? own : wait;
	}
	for (size_t i = 0; wait == 0 && i < p->count; i++)
		note(&p->paces[i], &p->states[i], now);
	return wait;
}

void paces_describe(struct buf *b)
{
	keys_describe(b, "system.NAME.limit", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
}
