#include "base/card.h"
#include "map/spec.h"

static Str shown(struct work *w, const struct spec *s, Str value)
{
	if (s->personal)
		return (Str){"", 0};
	value = text_head(value, SHOWN_MOST);
	return s->identifier ? value : card_masked(w->batch, value);
}

/* Looked for one by one: a source has few words that nobody knows, or the map is wrong. */
static void count_unknown(struct work *w, const struct spec *s, Str value)
{
	struct map_tally *t = w->tally;
	struct recall *r = w->recall;

	value = shown(w, s, value);
	for (size_t i = 0; i < t->unknown_count; i++)
		if (text_is(r->unknowns[i].field, s->name) && text_is(r->unknowns[i].value, value)) {
			r->unknowns[i].count++;
			return;
		}
	if (t->unknown_count == UNKNOWNS_KEPT) {
		t->unknown_more++;
		return;
	}
	r->unknowns = arena_grow(r->run, r->unknowns, t->unknown_count, sizeof *r->unknowns);
	r->unknowns[t->unknown_count++] = (struct map_unknown){s->name, text_copy(r->run, value), 1};
	t->unknowns = r->unknowns;
}

bool translate(struct work *w, const struct spec *s, Str *text, bool *nothing)
{
	*nothing = false;
	if (crosswalk_get(s->crosswalk.table, *text, text))
		return true;
	count_unknown(w, s, *text);
	if (!drift_value(w, s, s->crosswalk.unknown))
		return false;
	switch (s->crosswalk.otherwise) {
	case ELSE_REJECT:
		return reject(w, s, s->crosswalk.unknown);
	case ELSE_KEEP:
		return true;
	case ELSE_NULL:
		*nothing = true;
		return true;
	case ELSE_CONST:
		*text = s->crosswalk.constant;
		return true;
	}
	return false;
}

bool map_uses(const struct map *m, const struct crosswalk *table)
{
	for (size_t i = 0; i < m->spec_count; i++)
		if (m->specs[i].crosswalk.table == table || m->specs[i].factor.table == table)
			return true;
	return false;
}

static bool is_dropped(const struct map *m, int slot)
{
	for (size_t i = 0; i < m->dropped_count; i++)
		if (m->dropped[i] == slot)
			return true;
	return false;
}

struct texts map_translated(struct arena *a, const struct map *m, const struct crosswalk *table)
{
	struct texts fields = {0};

	for (size_t i = 0; i < m->spec_count; i++) {
		const struct spec *s = &m->specs[i];

		if (s->crosswalk.table == table && (size_t)s->slot < m->entity->field_count && !is_dropped(m, s->slot)
		    && s->privacy == PRIVACY_NONE)
			texts_add(a, &fields, s->name);
	}
	return fields;
}
