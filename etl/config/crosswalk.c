#include "config/crosswalk.h"

#include "config/keys.h"

#include <stdlib.h>

static int by_from(const void *x, const void *y)
{
	return text_compare(((const struct pair *)x)->from, ((const struct pair *)y)->from);
}

static void finish(struct arena *a, struct crosswalk *c, struct pair *pairs)
{
	struct digester *d = digester_new(a);

	if (c->count > 0)
		qsort(pairs, c->count, sizeof *pairs, by_from);
	for (size_t i = 0; i < c->count; i++) {
		digester_add_text(d, pairs[i].from);
		digester_add_text(d, pairs[i].to);
	}
	c->pairs = pairs;
	c->digest = digester_end(d);
}

/* A value as text: 12 and 0.5 are "12" and "0.5". */
static bool value_of(struct arena *a, const struct node *n, Str *to, struct mistakes *m)
{
	bool is_word = n->kind == NODE_TEXT || n->kind == NODE_INTEGER || n->kind == NODE_FLOAT;

	return (is_word && node_scalar(a, n, to))
	    || mistake(m, n, "%s must be a text or a number, not %s", text_quoted(a, n->name), node_kind_name(n->kind));
}

/* The pairs of a table and, behind them, those of the one for all that it lacks. */
static bool read_pairs(struct arena *a, const struct node *table, const struct crosswalk *behind, bool systems_inside,
	struct crosswalk *c, struct mistakes *m)
{
	size_t more = behind ? behind->count : 0;
	struct pair *pairs = arena_array(a, table->count + more + 1, struct pair);
	bool good = true;
	Str known;

	c->node = table;
	for (size_t i = 0; i < table->count; i++) {
		const struct node *n = table->items[i];

		if (systems_inside && n->kind == NODE_TABLE)
			continue;
		if (!value_of(a, n, &pairs[c->count].to, m))
			good = false;
		else
			pairs[c->count++].from = n->name;
	}
	finish(a, c, pairs);
	for (size_t own = c->count, i = 0; i < more; i++) {
		struct crosswalk mine = {.pairs = pairs, .count = own};

		if (!crosswalk_get(&mine, behind->pairs[i].from, &known))
			pairs[c->count++] = behind->pairs[i];
	}
	finish(a, c, pairs);
	return good;
}

bool crosswalk_read(struct arena *a, const struct node *table, struct crosswalk *out, struct mistakes *m)
{
	*out = (struct crosswalk){0};
	return key_table(table, "crosswalk", m) && read_pairs(a, table, NULL, false, out, m);
}

/* The one for all, then one for each system that has pairs of its own. */
static bool read_named(struct arena *a, const struct node *table, const struct systems *systems,
	struct crosswalks *out, struct mistakes *m)
{
	size_t first = out->count;
	bool good;

	out->at = arena_grow(a, out->at, out->count, sizeof *out->at);
	out->at[out->count++] = (struct crosswalk){.name = table->name};
	good = read_pairs(a, table, NULL, true, &out->at[first], m);
	for (size_t i = 0; i < table->count; i++) {
		const struct node *own = table->items[i];

		if (own->kind != NODE_TABLE)
			continue;
		if (!system_named(a, systems, own->name, own, m)) {
			good = false;
			continue;
		}
		out->at = arena_grow(a, out->at, out->count, sizeof *out->at);
		out->at[out->count] = (struct crosswalk){.name = table->name, .system = own->name};
		good = read_pairs(a, own, &out->at[first], false, &out->at[out->count++], m) && good;
	}
	return good;
}

bool crosswalks_read(struct arena *a, const struct node *root, const struct systems *systems, struct crosswalks *out,
	struct mistakes *m)
{
	const struct node *all;
	bool good = true;

	*out = (struct crosswalks){0};
	if (!key_sections(root, "crosswalk", &all, m))
		return false;
	for (size_t i = 0; i < all->count; i++)
		good = key_table(all->items[i], all->items[i]->name.at, m)
		    && read_named(a, all->items[i], systems, out, m) && good;
	return good;
}

const struct crosswalk *crosswalk_find(const struct crosswalks *all, Str name, Str system)
{
	const struct crosswalk *found = NULL;

	for (size_t i = 0; i < all->count; i++) {
		const struct crosswalk *c = &all->at[i];

		if (text_is(c->name, name) && (c->system.len == 0 || text_is(c->system, system))
		    && (!found || c->system.len > 0))
			found = c;
	}
	return found;
}

bool crosswalk_get(const struct crosswalk *c, Str from, Str *to)
{
	struct pair key = {.from = from};
	const struct pair *found = c->count ? bsearch(&key, c->pairs, c->count, sizeof key, by_from) : NULL;

	if (found)
		*to = found->to;
	return found != NULL;
}

void crosswalks_describe(struct buf *b)
{
	static const struct key keys[] = {
		{.name = "THEIRS", .type = KEY_TEXT, .takes = "text, or number",
		 .doc = "what a system calls it, in quotes unless it is of letters, digits, _ and - alone, and what it is "
			"called here"},
		{.name = "SYSTEM", .type = KEY_NODE,
		 .doc = "[crosswalk.NAME.SYSTEM]: pairs of one system, which count before those for all"},
	};

	keys_describe(b, "crosswalk.NAME", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
}
