#include "map/compile.h"

#include "map/check.h"
#include "map/keys.h"
#include "map/where.h"

/* ── what the files of this folder need of each other ──────────────────────────────────────────────────────────── */

int compile_path(struct compile *c, const struct node *at, Str source, bool many)
{
	struct map *m = c->map;
	struct err e = {0};
	size_t i = 0;

	while (i < m->path_count && !text_is(c->paths[i].source, source))
		i++;
	if (i == m->path_count) {
		c->paths = arena_grow(c->a, c->paths, m->path_count, sizeof *c->paths);
		if (!path_parse(c->a, source, &c->paths[i], &e)) {
			mistake(c->m, at, "%s", e.message);
			return -1;
		}
		m->path_count++;
	}
	if (path_is_many(&c->paths[i]) == many)
		return (int)i;
	mistake(c->m, at, many ? "%s must lead into a list, with [*]" : "%s leads to many values; put count:, sum:, min:, "
		"max:, any:, all: or join: before it", text_quoted(c->a, source));
	return -1;
}

bool compile_fills(const struct compile *c, int slot)
{
	for (size_t i = 0; i < c->spec_count; i++)
		if (c->specs[i]->slot == slot)
			return true;
	return node_child(c->from->table, c->from->entity->fields[slot].name) != NULL;
}

int compile_field(struct compile *c, const struct node *at, Str name)
{
	int slot = entity_field_named(c->a, c->from->entity, name, at, c->m);

	if (slot < 0 || compile_fills(c, slot))
		return slot;
	mistake(c->m, at, "%s has no source in this map", text_quoted(c->a, name));
	return -1;
}

struct spec *compile_spec(struct compile *c, int slot, Str name, enum field_type type)
{
	struct spec *s = arena_new_of(c->a, struct spec);

	*s = (struct spec){.slot = slot, .name = name, .asker = name, .type = type, .digits = -1, .scale = -1, .round = -1};
	s->money.currency_slot = s->sign_by.slot = s->factor.slot = -1;
	s->number.plain = true;
	s->convert = type_converter(type);
	s->guarded = type == TYPE_TEXT || type == TYPE_JSON || type == TYPE_INTEGER || type == TYPE_DECIMAL
	    || type == TYPE_MONEY;
	c->specs = arena_grow(c->a, c->specs, c->spec_count, sizeof(struct spec *));
	c->specs[c->spec_count++] = s;
	return s;
}

struct spec *compile_extra(struct compile *c, const struct node *at, Str path, const char *asker)
{
	int index = compile_path(c, at, path, false), *paths;
	struct spec *s;

	if (index < 0)
		return NULL;
	paths = arena_new_of(c->a, int);
	*paths = index;
	s = compile_spec(c, (int)c->map->slot_count++, path, TYPE_TEXT);
	s->source = (struct source){.kind = SOURCE_PATH, .paths = paths, .count = 1};
	s->asker = text(asker);
	s->simple = true;
	return s;
}

const struct crosswalk *compile_crosswalk(struct compile *c, const struct node *at, Str name)
{
	const struct crosswalks *all = c->from->crosswalks;
	const struct crosswalk *found = crosswalk_find(all, name, c->from->system->name);

	if (found) {
		c->named = arena_grow(c->a, c->named, c->named_count, sizeof(const struct crosswalk *));
		c->named[c->named_count++] = found;
		return found;
	}
	mistake(c->m, at, "there is no [crosswalk.%.*s]%s", STR(name),
		did_you_mean_in(c->a, name, all->at, all->count, sizeof *all->at));
	return NULL;
}

/* ── one field ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool keys_apply(struct compile *c, const struct node *n, const struct spec *s)
{
	bool good = true;

	for (size_t i = 0; n->kind == NODE_TABLE && i < n->count; i++)
		if (!key_applies(n->items[i]->name, (int)s->type))
			good = mistake(c->m, n->items[i], "\"%.*s\" means nothing for %.*s, which is of type \"%s\"",
				STR(n->items[i]->name), STR(s->name), field_types[s->type].name);
	return good;
}

static bool read_keys(struct compile *c, const struct node *n, struct field_keys *k)
{
	if (n->kind != NODE_TEXT && n->kind != NODE_TABLE)
		return mistake(c->m, n, "a field must be a path or a table, not %s", node_kind_name(n->kind));
	if (!keys_read(c->a, n->kind == NODE_TABLE ? n : NULL, field_key_rows, field_key_count, k, c->m))
		return false;
	if (n->kind == NODE_TEXT)
		k->get = n->text;
	return true;
}

/* Nothing stands between the cell and its type, and nothing after it. */
static bool is_simple(const struct spec *s)
{
	return s->source.kind == SOURCE_PATH && s->null_if.count == 0 && !s->has_default && !s->missing_rejects
	    && s->text_operations == 0 && !s->crosswalk.table && s->check_count == 0 && s->privacy == PRIVACY_NONE;
}

static bool is_constant_good(const struct compile *c, const struct field_keys *k, const struct spec *s)
{
	Str said = s->source.constant;
	struct value ignored;

	if (s->type == TYPE_CURRENCY)
		return s->from == FROM_NUMERIC || system_currency(c->from->system, said);
	if (s->type == TYPE_DATE)
		return k->format.count > 0 || value_of_node(c->a, s->type, k->constant, &ignored);
	if (s->type == TYPE_INTEGER || s->type == TYPE_DECIMAL || s->type == TYPE_MONEY)
		return !s->number.plain || value_of_node(c->a, s->type, k->constant, &ignored);
	return s->type != TYPE_TEXT || !s->values || texts_has(s->values, said);
}

/* Of what is done to it on its way only a run can tell; what is as it is said would be a reject in every record. */
static bool constant_fits(struct compile *c, const struct field_keys *k, const struct spec *s)
{
	bool as_said = s->source.kind == SOURCE_CONST && s->operation_count == 0 && !s->crosswalk.table
		&& s->null_if.count == 0;

	if (!as_said || is_constant_good(c, k, s))
		return true;
	if (s->type == TYPE_TEXT)
		return mistake(c->m, k->constant, "\"const\" is %s, which is not one of the values of %.*s%s",
			text_quoted(c->a, s->source.constant), STR(s->name),
			did_you_mean(c->a, s->source.constant, s->values));
	return mistake(c->m, k->constant, "\"const\" is %s, which is no value of %.*s, of type \"%s\"",
		text_quoted(c->a, s->source.constant), STR(s->name), field_types[s->type].name);
}

/* What is hidden of a value is nowhere shown as it was, in its faults neither. */
static bool privacy_read(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s)
{
	s->privacy = k->hmac.at ? PRIVACY_HMAC : (enum privacy)k->mask;
	s->hmac = k->hmac;
	s->personal = s->personal || s->privacy != PRIVACY_NONE;
	if (k->hmac.at && k->mask)
		return mistake(c->m, node_place(n, "mask"), "\"mask\" and \"hmac\" both say what is staged; say one");
	return s->privacy == PRIVACY_NONE || !s->values
	    || mistake(c->m, node_place(n, s->hmac.at ? "hmac" : "mask"), "%.*s has \"values\", of which none would be "
		"left", STR(s->name));
}

static bool read_field(struct compile *c, const struct node *n, struct spec *s)
{
	struct field_keys k = {0};

	if (!read_keys(c, n, &k) || !keys_apply(c, n, s))
		return false;
	s->missing_rejects = k.missing == MISSING_REJECT;
	s->optional = k.missing == MISSING_NULL || k.fallback;
	s->required = s->required || k.required;
	s->identifier = k.identifier;
	s->guarded = s->guarded && !k.identifier;
	s->null_if = k.null_if;
	s->has_default = k.fallback != NULL;
	if (k.fallback && !node_scalar(c->a, k.fallback, &s->fallback))
		return mistake(c->m, k.fallback, "\"default\" must be a single value");
	if (!privacy_read(c, n, &k, s) || !source_read(c, n, &k, s) || !forms_read(c, n, &k, s) || !checks_read(c, &k, s)
	    || !constant_fits(c, &k, s))
		return false;
	s->simple = is_simple(s);
	return true;
}

static bool read_entity_field(struct compile *c, const struct node *n)
{
	const struct entity *entity = c->from->entity;
	int slot = entity_field_named(c->a, entity, n->name, n, c->m);
	const struct field *f = slot >= 0 ? &entity->fields[slot] : NULL;
	struct spec *s;

	if (!f)
		return false;
	s = compile_spec(c, slot, f->name, f->type);
	s->personal = f->personal;
	for (size_t i = 0; i < entity->key_count; i++)
		s->is_key = s->is_key || entity->key[i] == slot;
	s->required = s->is_key;
	s->never_empty = s->is_key && f->type == TYPE_TEXT;
	if (f->values.count > 0) {
		s->values = &f->values;
		s->not_in_values = arena_print(c->a, "not one of the values of %.*s", STR(f->name));
	}
	return read_field(c, n, s);
}

/* Company and channel: a text for each row. */
static bool read_own(struct compile *c, const struct node *n, int *slot)
{
	struct spec *s;

	if (!n)
		return true;
	*slot = (int)c->map->slot_count++;
	s = compile_spec(c, *slot, n->name, TYPE_TEXT);
	s->required = true;
	return read_field(c, n, s);
}

/* ── the map ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_map_key(Str name)
{
	for (size_t i = 0; i < map_key_count; i++)
		if (text_is(name, text(map_key_rows[i].name)))
			return true;
	return false;
}

/* The map's own keys, without the fields beside them. */
static bool read_map_keys(struct compile *c, struct map_keys *k)
{
	struct node *own = node_new(c->a, NODE_TABLE, c->from->table);

	for (size_t i = 0; i < c->from->table->count; i++)
		if (is_map_key(c->from->table->items[i]->name))
			node_add(c->a, own, c->from->table->items[i]);
	return keys_read(c->a, own, map_key_rows, map_key_count, k, c->m);
}

static bool read_fields(struct compile *c)
{
	const struct node *table = c->from->table;
	const struct entity *n = c->from->entity;
	bool good = true;

	for (size_t i = 0; i < table->count; i++) {
		const struct node *item = table->items[i];

		if (!is_map_key(item->name))
			good = read_entity_field(c, item) && good;
		else if (entity_field(n, item->name) >= 0)
			good = mistake(c->m, item,
				"\"%.*s\" is a key of every map, so entity %.*s cannot have a field of that name",
				STR(item->name), STR(n->name));
	}
	for (size_t i = 0; i < n->key_count; i++)
		if (!compile_fills(c, n->key[i]))
			good = mistake(c->m, table, "the key field %s has no source",
				text_quoted(c->a, n->fields[n->key[i]].name));
	return good;
}

static bool read_drop(struct compile *c, const struct node *n)
{
	const struct entity *entity = c->from->entity;
	struct texts names = {0};
	int *dropped;

	if (!n)
		return true;
	if (!key_texts(c->a, n, "drop", &names, c->m))
		return false;
	dropped = arena_array(c->a, names.count + 1, int);
	for (size_t i = 0; i < names.count; i++) {
		const struct node *at = n->kind == NODE_ARRAY ? n->items[i] : n;

		dropped[i] = entity_field_named(c->a, entity, names.at[i], at, c->m);
		if (dropped[i] < 0)
			return false;
		for (size_t j = 0; j < entity->key_count; j++)
			if (entity->key[j] == dropped[i])
				return mistake(c->m, at, "%s is part of the key and cannot be dropped", text_quoted(c->a, names.at[i]));
	}
	c->map->dropped = dropped;
	c->map->dropped_count = names.count;
	return true;
}

/* Rows need a company: the map's, or the system's. */
static bool read_owners(struct compile *c, const struct map_keys *k)
{
	const struct system *system = c->from->system;

	c->map->company_slot = c->map->channel_slot = -1;
	c->map->company = system->company ? system->company->name : (Str){"", 0};
	c->map->channel = system->channel.len > 0 ? system->channel : system->name;
	/* A company that there is none of is a mistake of the system, said there. */
	if (!k->company && !system->company && !(system->node && node_child(system->node, S("company"))))
		return mistake(c->m, system->node ? system->node : c->from->table, "neither [system.%.*s] nor the map says "
			"which company the rows belong to; say company = \"NAME\"", STR(system->name));
	return read_own(c, k->company, &c->map->company_slot) && read_own(c, k->channel, &c->map->channel_slot);
}

static void read_exponents(struct compile *c)
{
	int *exponents = arena_array(c->a, currency_count, int);

	for (size_t i = 0; i < currency_count; i++)
		exponents[i] = system_exponent(c->from->system, &currencies[i]);
	c->map->exponents = exponents;
}

static bool read_contract(struct compile *c, const struct node *n)
{
	struct drift_keys k = {0};

	if (!n)
		return true;
	c->map->has_contract = true;
	if (!key_table(n, "drift", c->m) || !keys_read(c->a, n, drift_key_rows, drift_key_count, &k, c->m))
		return false;
	c->map->contract[DRIFT_NEW_FIELD] = (enum drift_word)k.new_field;
	c->map->contract[DRIFT_MISSING_FIELD] = (enum drift_word)k.missing_field;
	c->map->contract[DRIFT_TYPE_CHANGE] = (enum drift_word)k.type_change;
	c->map->contract[DRIFT_NEW_VALUE] = (enum drift_word)k.new_value;
	return true;
}

/* Values that others need come first: those that are no fields, then all that need none. */
static int rank(const struct compile *c, const struct spec *s)
{
	bool depends = s->money.currency_slot >= 0 || s->sign_by.slot >= 0 || s->factor.slot >= 0;

	return depends ? 2 : (size_t)s->slot < c->from->entity->field_count;
}

/* Which paths lead to what a field declares to be no card number. */
static const bool *identifiers(struct compile *c, const struct map *m)
{
	bool *declared = arena_array(c->a, m->path_count + 1, bool);

	for (size_t i = 0; i < m->spec_count; i++)
		for (size_t j = 0; j < m->specs[i].source.count; j++)
			if (m->specs[i].identifier || m->specs[i].type == TYPE_GTIN)
				declared[m->specs[i].source.paths[j]] = true;
	return declared;
}

static void finish(struct compile *c)
{
	struct map *m = c->map;
	size_t fields = c->from->entity->field_count;
	int *absent = arena_array(c->a, fields + 1, int);

	m->specs = arena_array(c->a, c->spec_count + 1, struct spec);
	for (int r = 0; r < 3; r++)
		for (size_t i = 0; i < c->spec_count; i++)
			if (rank(c, c->specs[i]) == r)
				m->specs[m->spec_count++] = *c->specs[i];
	for (size_t i = 0; i < m->cross_count; i++)
		for (size_t j = 0; j < m->spec_count; j++)
			if (m->specs[j].slot == c->crosses[i].slot)
				c->crosses[i].spec = &m->specs[j];
	for (size_t i = 0; i < fields; i++)
		if (!compile_fills(c, (int)i))
			absent[m->absent_count++] = (int)i;
	m->absent = absent;
	m->paths = c->paths;
	m->crosses = c->crosses;
	m->lookups = c->lookups;
	m->lookup_count = c->lookup_count;
	m->identifiers = identifiers(c, m);
	needs_make(c->a, m);
	m->digest = digest_of_declaration(c);
	m->crosswalk_digest = digest_of_crosswalks(c);
}

static bool compile(struct compile *c)
{
	struct map_keys k = {0};
	bool good = read_map_keys(c, &k);

	read_exponents(c);
	good = read_owners(c, &k) && good;
	good = read_fields(c) && good;
	good = read_drop(c, k.drop) && good;
	if (k.where)
		good = where_read(c, k.where, &c->map->where) && good;
	good = read_contract(c, k.drift) && good;
	if (good)
		finish(c);
	return good;
}

bool map_compile(struct arena *a, const struct map_declaration *from, struct map **map, struct mistakes *m)
{
	struct compile c = {.a = a, .m = m, .from = from, .map = arena_new_of(a, struct map)};

	*map = c.map;
	c.map->entity = from->entity;
	c.map->system = from->system;
	c.map->extract = from->extract;
	c.map->slot_count = from->entity->field_count;
	return compile(&c);
}
