#include "config/entity.h"

#include "config/keys.h"

const struct field_type_row field_types[] = {
	[TYPE_TEXT] = {"text", "text"},
	[TYPE_INTEGER] = {"integer", "bigint"},
	[TYPE_DECIMAL] = {"decimal", "numeric"},
	[TYPE_MONEY] = {"money", "numeric"},
	[TYPE_CURRENCY] = {"currency", "char(3)"},
	[TYPE_BOOLEAN] = {"boolean", "boolean"},
	[TYPE_TIMESTAMP] = {"timestamp", "timestamptz"},
	[TYPE_DATE] = {"date", "date"},
	[TYPE_DURATION] = {"duration", "interval"},
	[TYPE_UUID] = {"uuid", "uuid"},
	[TYPE_BYTES] = {"bytes", "bytea"},
	[TYPE_JSON] = {"json", "jsonb"},
	[TYPE_GTIN] = {"gtin", "text"},
};
const size_t field_type_count = KEY_COUNT(field_types);

static const struct key_name type_names[] = {
	{"text", TYPE_TEXT}, {"integer", TYPE_INTEGER}, {"decimal", TYPE_DECIMAL}, {"money", TYPE_MONEY},
	{"currency", TYPE_CURRENCY}, {"boolean", TYPE_BOOLEAN}, {"timestamp", TYPE_TIMESTAMP}, {"date", TYPE_DATE},
	{"duration", TYPE_DURATION}, {"uuid", TYPE_UUID}, {"bytes", TYPE_BYTES}, {"json", TYPE_JSON},
	{"gtin", TYPE_GTIN},
	{NULL, 0},
};

static const struct key_name other_names[] = {
	{"string", TYPE_TEXT}, {"varchar", TYPE_TEXT}, {"char", TYPE_TEXT}, {"int", TYPE_INTEGER}, {"bigint", TYPE_INTEGER},
	{"number", TYPE_DECIMAL}, {"numeric", TYPE_DECIMAL}, {"float", TYPE_DECIMAL}, {"double", TYPE_DECIMAL},
	{"amount", TYPE_MONEY}, {"price", TYPE_MONEY}, {"bool", TYPE_BOOLEAN}, {"datetime", TYPE_TIMESTAMP},
	{"time", TYPE_TIMESTAMP}, {"interval", TYPE_DURATION}, {"bytea", TYPE_BYTES}, {"ean", TYPE_GTIN},
	{NULL, 0},
};

enum { CLASS_PLAIN, CLASS_PERSONAL };
static const struct key_name class_names[] = {{"plain", CLASS_PLAIN}, {"personal", CLASS_PERSONAL}, {NULL, 0}};

/* As written. */
struct entity_text {
	struct texts key;
	Str title;
	const struct node *field, *parent;
};

static const struct key entity_keys[] = {
	KEY(struct entity_text, key, .doc = "the fields that make a row unique", .required = true),
	KEY(struct entity_text, title, .doc = "for people; default: the name"),
	KEY(struct entity_text, field, .doc = "its fields: [entity.NAME.field]", .required = true),
	KEY(struct entity_text, parent, .doc = "[entity.NAME.parent]: for each entity that a row belongs to, the row's "
		"own fields that are the parent's key, in the order of that key"),
};

struct field_text {
	int type, class;
	Str truth, title, currency;
	struct texts values;
};

static const struct key field_keys[] = {
	KEY(struct field_text, type, .doc = "what it holds", .names = type_names, .meant = other_names, .required = true),
	KEY(struct field_text, truth, .doc = "the system whose value counts; may be a pattern such as \"shop_*\""),
	KEY(struct field_text, values, .doc = "of a text: the only values allowed"),
	KEY(struct field_text, class, .doc = "what is personal is masked wherever it is shown, unless one asks for it",
		.names = class_names, .def = "plain"),
	KEY(struct field_text, title, .doc = "for people; default: the name"),
	KEY(struct field_text, currency, .doc = "of money: the field that holds its currency; default: the entity's only "
		"one; \"-\" for none"),
};

struct entity *entity_find(const struct entities *all, Str name)
{
	for (size_t i = 0; i < all->count; i++)
		if (text_is(all->at[i].name, name))
			return &all->at[i];
	return NULL;
}

const struct entity *entity_named(struct arena *a, const struct entity *all, size_t count, Str name,
	const struct node *at, struct mistakes *m)
{
	const char **names = arena_array(a, count + 1, const char *), *near;

	for (size_t i = 0; i < count; i++) {
		if (text_is(all[i].name, name))
			return &all[i];
		names[i] = text_z(a, all[i].name);
	}
	near = text_nearest(name, names, count);
	mistake(m, at, "there is no entity %s%s", text_quoted(a, name),
		did_you_mean_in(a, name, all, count, sizeof *all));
	for (size_t i = 0; near && i < count; i++)
		if (text_is(all[i].name, text(near)))
			return &all[i];
	return NULL;
}

int entity_field(const struct entity *n, Str name)
{
	for (size_t i = 0; i < n->field_count; i++)
		if (text_is(n->fields[i].name, name))
			return (int)i;
	return -1;
}

struct texts entity_key_names(struct arena *a, const struct entity *n)
{
	struct texts names = {0};

	for (size_t i = 0; i < n->key_count; i++)
		texts_add(a, &names, n->fields[n->key[i]].name);
	return names;
}

int entity_field_named(struct arena *a, const struct entity *n, Str name, const struct node *at, struct mistakes *m)
{
	int found = entity_field(n, name);

	if (found < 0)
		mistake(m, at, "entity \"%.*s\" has no field %s%s", STR(n->name), text_quoted(a, name),
			did_you_mean_in(a, name, n->fields, n->field_count, sizeof *n->fields));
	return found;
}

/* ── fields ── */

static int only_currency(const struct entity *n, size_t *count)
{
	int found = -1;

	*count = 0;
	for (size_t i = 0; i < n->field_count; i++)
		if (n->fields[i].type == TYPE_CURRENCY) {
			found = (int)i;
			++*count;
		}
	return found;
}

/* Which field holds a money field's currency; said is what the configuration names, empty if nothing. */
static bool find_currency(struct arena *a, const struct entity *n, struct field *f, Str said, const struct node *at,
	struct mistakes *m)
{
	size_t count;

	if (f->type != TYPE_MONEY)
		return said.len == 0 || mistake(m, at, "\"currency\" is for money, %.*s is not", STR(f->name));
	if (text_is(said, S("-")))
		return true;
	f->currency = said.len > 0 ? entity_field_named(a, n, said, at, m) : only_currency(n, &count);
	if (said.len > 0 && f->currency < 0)
		return false;
	if (said.len > 0)
		return n->fields[f->currency].type == TYPE_CURRENCY
		    || mistake(m, at, "%s is not of type \"currency\"", text_quoted(a, said));
	if (count == 0)
		return mistake(m, at, "money without a currency; add a field of type \"currency\", "
			"or currency = \"-\" if there is none");
	return count == 1
	    || mistake(m, at, "%.*s has %zu currency fields; say which with currency = \"…\"", STR(n->name), count);
}

static bool read_field(struct arena *a, const struct node *node, struct field *f, Str *currency, struct mistakes *m)
{
	struct field_text t = {0};
	bool good;

	f->name = f->title = node->name;
	f->file = node->file;
	f->line = node->line;
	f->currency = -1;
	*currency = (Str){0};
	if (node->kind != NODE_TABLE)
		return mistake(m, node, "a field must be a table such as { type = \"text\" }, not %s",
			node_kind_name(node->kind));
	good = key_is_identifier(a, node, FIELD_NAME_MAX, m);
	good = keys_read(a, node, field_keys, KEY_COUNT(field_keys), &t, m) && good;
	f->type = (enum field_type)t.type;
	f->truth = t.truth;
	f->values = t.values;
	f->personal = t.class == CLASS_PERSONAL;
	f->title = t.title.at ? t.title : f->name;
	*currency = t.currency;
	if (t.values.count > 0 && f->type != TYPE_TEXT)
		return mistake(m, node_child(node, S("values")), "\"values\" is for text, %.*s is not", STR(f->name));
	return good;
}

static bool read_fields(struct arena *a, const struct node *fields, struct entity *n, struct mistakes *m)
{
	Str *currencies = arena_array(a, fields->count + 1, Str);
	bool good = true;

	n->fields = arena_array(a, fields->count + 1, struct field);
	n->field_count = fields->count;
	for (size_t i = 0; i < n->field_count; i++)
		good = read_field(a, fields->items[i], &n->fields[i], &currencies[i], m) && good;
	for (size_t i = 0; i < n->field_count; i++) {
		const struct node *at = node_child(fields->items[i], S("currency"));

		good = find_currency(a, n, &n->fields[i], currencies[i], at ? at : fields->items[i], m) && good;
	}
	return good;
}

/* ── keys and parents ── */

static bool find_fields(struct arena *a, const struct entity *n, const struct node *list, const struct texts *names,
	const int **indexes, struct mistakes *m)
{
	int *found = arena_array(a, names->count + 1, int);
	bool good = true;

	for (size_t i = 0; i < names->count; i++) {
		found[i] = entity_field_named(a, n, names->at[i], node_item(list, i), m);
		good = found[i] >= 0 && good;
	}
	*indexes = found;
	return good;
}

static bool read_key(struct arena *a, const struct node *list, const struct texts *names, struct entity *n,
	struct mistakes *m)
{
	const int *key;
	bool good = find_fields(a, n, list, names, &key, m);

	if (names->count == 0)
		return mistake(m, list, "\"key\" names no field");
	for (size_t i = 0; i < names->count && good; i++) {
		enum field_type type = n->fields[key[i]].type;

		for (size_t j = 0; j < i; j++)
			if (key[j] == key[i])
				good = mistake(m, node_item(list, i), "%s stands in the key twice",
					text_quoted(a, names->at[i]));
		if (type == TYPE_JSON || type == TYPE_MONEY)
			good = mistake(m, node_item(list, i), "%s cannot be part of a key: it is of type \"%s\"",
				text_quoted(a, names->at[i]), field_types[type].name);
	}
	if (!good)
		return false;
	n->key = key;
	n->key_count = names->count;
	return true;
}

static bool no_entity(struct arena *a, const struct entities *all, const struct node *at, struct mistakes *m)
{
	return mistake(m, at, "there is no [entity.%.*s]%s", STR(at->name),
		did_you_mean_in(a, at->name, all->at, all->count, sizeof *all->at));
}

/* A child knows its parent by the hash of its key, so the fields must agree in number, order and type. */
static bool check_parent(const struct entity *n, const struct parent *p, const struct node *node, size_t count,
	struct mistakes *m)
{
	const struct entity *to = p->entity;

	if (to->key_count == 0)
		return false;            /* its own mistake is noted */
	if (count != to->key_count)
		return mistake(m, node, "the key of %.*s has %zu field%s, not %zu", STR(to->name), to->key_count,
			to->key_count == 1 ? "" : "s", count);
	for (size_t i = 0; i < count; i++) {
		const struct field *ours = &n->fields[p->fields[i]], *theirs = &to->fields[to->key[i]];

		if (ours->type != theirs->type)
			return mistake(m, node_item(node, i), "%.*s is of type \"%s\", but %.*s of %.*s is of type \"%s\"",
				STR(ours->name), field_types[ours->type].name, STR(theirs->name), STR(to->name),
				field_types[theirs->type].name);
	}
	return true;
}

static bool read_parent(struct arena *a, const struct node *node, const struct entities *all, struct entity *n,
	struct mistakes *m)
{
	struct parent *p = &n->parents[n->parent_count];
	struct texts names = {0};

	p->name = node->name;
	p->entity = entity_find(all, node->name);
	if (!p->entity)
		return no_entity(a, all, node, m);
	if (!key_texts(a, node, "parent", &names, m)
	    || !find_fields(a, n, node, &names, &p->fields, m)
	    || !check_parent(n, p, node, names.count, m))
		return false;
	n->parent_count++;
	return true;
}

static bool read_parents(struct arena *a, const struct node *entity, const struct entities *all, struct entity *n,
	struct mistakes *m)
{
	const struct node *parents = node_child(entity, S("parent"));
	bool good = true;

	if (!parents)
		return true;
	if (!key_table(parents, "parent", m))
		return false;
	n->parents = arena_array(a, parents->count + 1, struct parent);
	for (size_t i = 0; i < parents->count; i++)
		good = read_parent(a, parents->items[i], all, n, m) && good;
	return good;
}

/* Whether a way up from here leads to n; seen has a flag for each entity, so that none is walked twice. */
static bool leads_to(const struct entities *all, const struct entity *from, const struct entity *n, bool *seen)
{
	for (size_t i = 0; i < from->parent_count; i++) {
		const struct entity *up = from->parents[i].entity;

		if (up == n)
			return true;
		if (seen[up - all->at])
			continue;
		seen[up - all->at] = true;
		if (leads_to(all, up, n, seen))
			return true;
	}
	return false;
}

/* ── entities ── */

static bool read_entity(struct arena *a, const struct node *node, struct entity *n, struct mistakes *m)
{
	struct entity_text t = {0};
	bool good;

	n->name = n->title = node->name;
	n->file = text(node->file);
	n->line = node->line;
	if (!key_table(node, node->name.at, m))
		return false;
	good = key_is_identifier(a, node, ENTITY_NAME_MAX, m);
	good = keys_read(a, node, entity_keys, KEY_COUNT(entity_keys), &t, m) && good;
	n->title = t.title.at ? t.title : n->name;
	if (!t.field || !key_table(t.field, "field", m))
		return false;
	good = read_fields(a, t.field, n, m) && good;
	if (node_child(node, S("key")) && (t.key.count > 0 || good))
		good = read_key(a, node_child(node, S("key")), &t.key, n, m) && good;
	return good;
}

bool entities_read(struct arena *a, const struct node *root, struct entities *out, struct mistakes *m)
{
	const struct node *all;
	bool good = true;

	*out = (struct entities){0};
	if (!key_sections(root, "entity", &all, m))
		return false;
	out->at = arena_array(a, all->count + 1, struct entity);
	out->count = all->count;
	for (size_t i = 0; i < out->count; i++)
		good = read_entity(a, all->items[i], &out->at[i], m) && good;
	for (size_t i = 0; i < out->count; i++)
		good = read_parents(a, all->items[i], out, &out->at[i], m) && good;
	for (size_t i = 0; i < out->count; i++)
		if (leads_to(out, &out->at[i], &out->at[i], arena_array(a, out->count, bool)))
			good = mistake(m, node_child(all->items[i], S("parent")),
				"%.*s is its own parent, directly or by way of others", STR(out->at[i].name));
	return good;
}

void entities_describe(struct buf *b)
{
	keys_describe(b, "entity.NAME", &(struct key_section){entity_keys, KEY_COUNT(entity_keys), NULL}, 1);
	keys_describe(b, "entity.NAME.field.NAME",
		&(struct key_section){field_keys, KEY_COUNT(field_keys), NULL}, 1);
}
