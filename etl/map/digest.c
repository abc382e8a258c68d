#include "map/compile.h"

/* Canonical bytes: a kind and each text with its length before it; the keys of a table in the order of their names. */

static const struct node *next_name(const struct node *table, const struct node *last)
{
	const struct node *next = NULL;

	for (size_t i = 0; i < table->count; i++) {
		const struct node *n = table->items[i];

		if ((!last || text_compare(n->name, last->name) > 0) && (!next || text_compare(n->name, next->name) < 0))
			next = n;
	}
	return next;
}

static void add_node(struct compile *c, struct digester *d, const struct node *n)
{
	Str s = {0};

	digester_add(d, text(arena_print(c->a, "%d;", (int)n->kind)));
	if (node_scalar(c->a, n, &s)) {
		digester_add_text(d, s);
		return;
	}
	digester_add(d, text(arena_print(c->a, "%zu;", n->count)));
	if (n->kind == NODE_ARRAY)
		for (size_t i = 0; i < n->count; i++)
			add_node(c, d, n->items[i]);
	else
		for (const struct node *item = next_name(n, NULL); item; item = next_name(n, item)) {
			digester_add_text(d, item->name);
			add_node(c, d, item);
		}
}

/* Of a drift contract only what makes rejects counts: what is accepted, warned of or held makes the same rows. */
static size_t rejected_count(const struct map *m)
{
	size_t count = 0;

	for (int i = 0; i < DRIFTS; i++)
		count += m->contract[i] == DRIFT_REJECT;
	return count;
}

static void add_contract(struct compile *c, struct digester *d)
{
	digester_add_text(d, S("drift"));
	for (int i = 0; i < DRIFTS; i++)
		if (c->map->contract[i] == DRIFT_REJECT)
			digester_add_text(d, text(drift_names[i]));
}

static void add_declaration(struct compile *c, struct digester *d)
{
	const struct node *table = c->from->table;
	size_t rejected = rejected_count(c->map), count = table->count - (c->map->has_contract && rejected == 0);

	digester_add(d, text(arena_print(c->a, "%d;%zu;", (int)table->kind, count)));
	for (const struct node *item = next_name(table, NULL); item; item = next_name(table, item)) {
		if (text_is(item->name, S("drift"))) {
			if (rejected > 0)
				add_contract(c, d);
			continue;
		}
		digester_add_text(d, item->name);
		add_node(c, d, item);
	}
}

/* What the system adds counts too: its company, channel, exponents, spellings and zone. */
struct digest digest_of_declaration(struct compile *c)
{
	struct digester *d = digester_new(c->a);
	const struct system *system = c->from->system;

	add_declaration(c, d);
	digester_add_text(d, c->map->company);
	digester_add_text(d, c->map->channel);
	for (size_t i = 0; i < system->exponent_count; i++) {
		digester_add_text(d, text(system->exponents[i].currency));
		digester_add_text(d, text(arena_print(c->a, "%d", system->exponents[i].exponent)));
	}
	for (size_t i = 0; i < system->spelling_count; i++) {
		digester_add_text(d, system->spellings[i].written);
		digester_add_text(d, text(system->spellings[i].currency->code));
	}
	if (system->own_zone)
		digester_add_text(d, text(zone_name(system->own_zone)));
	return digester_end(d);
}

/* By name the next behind last, NULL for the first; NULL if there is none. */
static const struct crosswalk *named_behind(const struct compile *c, const struct crosswalk *last)
{
	const struct crosswalk *next = NULL;

	for (size_t i = 0; i < c->named_count; i++) {
		const struct crosswalk *x = c->named[i];

		if ((!last || text_compare(x->name, last->name) > 0) && (!next || text_compare(x->name, next->name) < 0))
			next = x;
	}
	return next;
}

/* In the order of their names, each once; those inside the map belong to its declaration. */
struct digest digest_of_crosswalks(struct compile *c)
{
	struct digester *d = digester_new(c->a);
	const struct crosswalk *next = NULL;

	while ((next = named_behind(c, next)) != NULL) {
		digester_add_text(d, next->name);
		digester_add(d, (Str){(const char *)next->digest.bytes, sizeof next->digest.bytes});
	}
	return digester_end(d);
}
