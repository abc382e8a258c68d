#include "map/spec.h"

/* What of the source has to be there, and whether the records had it. */

/* Whether its absence would show in no reject. */
static bool is_quiet(const struct spec *s)
{
	return !s->required && !s->missing_rejects;
}

/* Of a template and a composed time each path; of others one of them.  In a name/value array the name has to stand
 * somewhere, and values. */
static size_t needs_of(const struct spec *s, struct need *out)
{
	bool each = s->source.kind == SOURCE_TEMPLATE || s->source.kind == SOURCE_COMPOSE || s->source.kind == SOURCE_PAIR;
	size_t count = each ? s->source.count : 1;

	if (s->optional || s->source.count == 0)
		return 0;
	for (size_t i = 0; out && i < count; i++)
		out[i] = (struct need){.asker = s->asker, .paths = s->source.paths + i, .count = each ? 1 : s->source.count};
	if (out && s->source.kind == SOURCE_PAIR)
		out[0].item = s->source.constant;
	return count;
}

void needs_make(struct arena *a, struct map *m)
{
	struct need *needs;
	size_t all = 0;

	for (size_t i = 0; i < m->spec_count; i++)
		all += needs_of(&m->specs[i], NULL);
	needs = arena_array(a, all + 1, struct need);
	for (size_t i = 0; i < m->spec_count; i++)
		if (is_quiet(&m->specs[i]))
			m->quiet_count += needs_of(&m->specs[i], needs + m->quiet_count);
	m->need_count = m->quiet_count;
	for (size_t i = 0; i < m->spec_count; i++)
		if (!is_quiet(&m->specs[i]))
			m->need_count += needs_of(&m->specs[i], needs + m->need_count);
	m->needs = needs;
}

const struct need *map_needs(const struct map *m, size_t *count)
{
	*count = m->need_count;
	return m->needs;
}

static bool is_there(const struct cell *c, Str item)
{
	if (c->kind != CELL_LIST || c->count == 0)
		return c->kind != CELL_MISSING;        /* what the items of an empty list would have, nobody knows */
	for (size_t i = 0; i < c->count; i++)
		if (item.len > 0 ? text_is(c->items[i].text, item) : c->items[i].kind != CELL_MISSING)
			return true;
	return false;
}

static bool is_met(const struct need *n, const struct record *record)
{
	for (size_t i = 0; i < n->count; i++)
		if (is_there(&record->cells[n->paths[i]], n->item))
			return true;
	return false;
}

/* The first record shows what a path may have meant. */
static void look_around(struct recall *r, const struct record *record)
{
	const struct map *m = r->map;

	for (size_t i = 0; record->context && i < m->quiet_count; i++)
		for (size_t j = 0; !is_met(&m->needs[i], record) && !r->near[i] && j < m->needs[i].count; j++)
			r->near[i] = tree_nearest(r->run, record->context, &m->paths[m->needs[i].paths[j]]);
}

void needs_look(struct recall *r, const struct record *record)
{
	if (r->looked++ == 0)
		look_around(r, record);
	for (size_t i = 0; r->unmet > 0 && i < r->map->quiet_count; i++)
		if (!r->met[i] && is_met(&r->map->needs[i], record)) {
			r->met[i] = true;
			r->unmet--;
		}
}

static void suggest(struct arena *a, struct buf *b, const struct recall *r)
{
	struct texts near = {0};

	for (size_t i = 0; i < r->map->quiet_count; i++)
		if (!r->met[i] && r->near[i] && !texts_has(&near, text(r->near[i])))
			texts_add(a, &near, text(r->near[i]));
	need_suggest(a, b, &near);
}

const char *map_lacking(struct arena *a, const struct map *m, const struct map_tally *tally)
{
	const struct recall *r = tally->recall;
	struct buf *b = buf_new(a, (size_t)1 << 16);

	if (r->looked == 0 || r->unmet == 0)
		return NULL;
	buf_print(b, "none of %ju records has ", (uintmax_t)r->looked);
	need_list(b, m->paths, m->needs, r->met, m->quiet_count);
	buf_add(b, S("; what may be lacking says missing = \"null\""));
	suggest(a, b, r);
	return text_z(a, buf_str(b));
}
