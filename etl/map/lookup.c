#include "map/compile.h"
#include "map/keys.h"

const struct map_lookup *map_lookups(const struct map *m, size_t *count)
{
	*count = m->lookup_count;
	return m->lookups;
}

static const struct entity *entity_of(struct compile *c, const struct node *at, Str dataset)
{
	const struct entities *all = c->from->entities;
	Str system, name;

	if (!all || !text_cut(dataset, '.', &system, &name)) {
		mistake(c->m, at, "\"dataset\" is %s, must be a system and an entity, such as \"shop.order\"",
			text_quoted(c->a, dataset));
		return NULL;
	}
	return entity_named(c->a, all->at, all->count, name, at, c->m);
}

bool lookup_read(struct compile *c, const struct node *n, struct spec *s)
{
	struct crosswalk *found = arena_new_of(c->a, struct crosswalk);
	struct lookup_keys k = {0};
	struct map_lookup l;

	if (!key_table(n, "lookup", c->m) || !keys_read(c->a, n, lookup_key_rows, lookup_key_count, &k, c->m))
		return false;
	l = (struct map_lookup){.dataset = k.dataset, .at = node_place(n, "dataset"),
		.entity = entity_of(c, node_place(n, "dataset"), k.dataset), .found = found};
	if (!l.entity)
		return false;
	l.by = entity_field_named(c->a, l.entity, k.by, node_place(n, "by"), c->m);
	l.give = entity_field_named(c->a, l.entity, k.give, node_place(n, "give"), c->m);
	if (l.by < 0 || l.give < 0)
		return false;
	if (l.entity->fields[l.give].personal && !s->personal)
		return mistake(c->m, node_place(n, "give"), "%.*s is personal, and %.*s is not", STR(k.give), STR(s->name));
	s->personal = s->personal || l.entity->fields[l.by].personal;    /* what is looked for is shown in no fault */
	c->lookups = arena_grow(c->a, c->lookups, c->lookup_count, sizeof *c->lookups);
	c->lookups[c->lookup_count++] = l;
	s->crosswalk.table = found;
	s->crosswalk.unknown = arena_print(c->a, "not known to %.*s", STR(k.dataset));
	return true;
}
