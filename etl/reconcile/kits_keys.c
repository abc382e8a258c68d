#include "reconcile/kits_keys.h"

struct kits_written {
	struct texts extracts;
	Str kit, component, quantity, item;
	const struct node *where;
};

struct kits_titled {
	Str title;
};

static const struct key kits_keys[] = {
	KEY(struct kits_written, extracts, .doc = "names or globs of the list of components: a row for each kit and "
		"component", .required = true),
	KEY(struct kits_written, kit, .doc = "its field that names the kit", .required = true),
	KEY(struct kits_written, component, .doc = "its field that names a component", .required = true),
	KEY(struct kits_written, quantity, .doc = "its field that says how many of it a kit needs", .required = true),
	KEY(struct kits_written, item, .doc = "the field of the rule's key that both name, such as the article; a kit "
		"is made where its components stand by the rest of the key. May be left out where the key is one field"),
	KEY(struct kits_written, where, .takes = "list of tables", .doc = "conditions on its rows"),
};

static const struct key title_keys[] = {
	KEY(struct kits_titled, title, .doc = "sum: its name for people among the parts", .def = "Kits"),
};

void kits_describe(struct buf *b)
{
	struct key_section sections[] = {{kits_keys, KEY_COUNT(kits_keys), NULL},
		{title_keys, KEY_COUNT(title_keys), NULL}};

	keys_describe(b, "reconcile.NAME.sides.SIDE.kits", sections, 1);
	keys_describe(b, "reconcile.NAME.kits", sections, 2);
}

/* ── what it names ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool item_right(struct reading *r, const struct entity *key, Str item, const struct node *n, struct kits *kits)
{
	kits->item = 1;
	if (!key)
		return true;
	if (item.len == 0)
		return key->key_count == 1
		    || mistake(r->m, n, "the key of \"%.*s\" has several fields: \"item\" says which of them names a kit",
			       STR(key->name));
	for (kits->item = 1; kits->item <= key->key_count; kits->item++)
		if (text_is(key->fields[key->key[kits->item - 1]].name, item))
			return true;
	kits->item = 1;
	return mistake(r->m, node_place(n, "item"), "%s is no field of the key of \"%.*s\"", text_quoted(r->a, item),
		STR(key->name));
}

static bool quantity_right(struct reading *r, const struct entity *list, int field, const struct node *at)
{
	enum field_type type = field < 0 ? TYPE_INTEGER : list->fields[field].type;

	return type == TYPE_INTEGER || type == TYPE_DECIMAL
	    || mistake(r->m, at, "field \"%.*s\" is of type %s, must be integer or decimal", STR(list->fields[field].name),
		       field_types[type].name);
}

/* Two texts of one form are equal only where they are of one type. */
static bool name_right(struct reading *r, const struct entity *list, int field, const struct entity *key,
	const struct kits *kits, const struct node *at)
{
	const struct field *of = key ? &key->fields[key->key[kits->item - 1]] : NULL;

	return !of || field < 0 || list->fields[field].type == of->type
	    || mistake(r->m, at, "field \"%.*s\" is of type %s, \"%.*s\" of type %s", STR(list->fields[field].name),
		       field_types[list->fields[field].type].name, STR(of->name), field_types[of->type].name);
}

static bool fields_read(struct reading *r, const struct kits_written *w, const struct node *n,
	const struct entity *list, const struct entity *key, struct kits *kits)
{
	const struct node *kit = node_place(n, "kit"), *component = node_place(n, "component");
	const struct node *quantity = node_place(n, "quantity");
	bool ok = reading_field(r, list, w->kit, kit, &kits->kit);

	ok = reading_field(r, list, w->component, component, &kits->component) && ok;
	ok = reading_field(r, list, w->quantity, quantity, &kits->quantity) && ok;
	return item_right(r, key, w->item, n, kits) && name_right(r, list, kits->kit, key, kits, kit)
	    && name_right(r, list, kits->component, key, kits, component)
	    && quantity_right(r, list, kits->quantity, quantity) && ok;
}

/* ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool list_read(struct reading *r, const struct kits_written *w, const struct node *n, const struct entity *key,
	struct side *list, struct kits *kits)
{
	const struct entity *entity;
	bool ok = reading_extracts(r, &w->extracts, node_place(n, "extracts"), list);

	entity = side_entity(list);
	if (!entity)
		return false;
	kits->list = list;
	ok = fields_read(r, w, n, entity, key, kits) && ok;
	return conditions_read(r->a, w->where, entity, &list->where, r->m) && ok;
}

const struct kits *kits_read(struct reading *r, const struct node *n, const struct entity *key)
{
	struct kits *kits = arena_new_of(r->a, struct kits);
	struct side *list = arena_new_of(r->a, struct side);
	struct kits_written written = {0};
	bool ok = key_table(n, "kits", r->m) && keys_read(r->a, n, kits_keys, KEY_COUNT(kits_keys), &written, r->m);

	list->name = S("kits");
	return list_read(r, &written, n, key, list, kits) && ok ? kits : NULL;
}

bool kits_part_read(struct reading *r, const struct node *n, const struct entity *key, struct term *part)
{
	struct kits *kits = arena_new_of(r->a, struct kits);
	struct kits_written written = {0};
	struct kits_titled titled = {0};
	struct key_section sections[] = {{kits_keys, KEY_COUNT(kits_keys), &written},
		{title_keys, KEY_COUNT(title_keys), &titled}};
	bool ok = key_table(n, "kits", r->m) && keys_read_all(r->a, n, sections, 2, r->m);

	if (r->rule->unit.len == 0)
		ok = mistake(r->m, n, "kits are counted, and not added up as money: say in what the rule counts, "
			"unit = \"pcs\"");
	part->side.name = S("parts");
	part->title = titled.title;
	part->amount = part->at = part->by = -1;
	part->kits = kits;
	return list_read(r, &written, n, key, &part->side, kits) && ok;
}

bool kits_counted(struct reading *r, const struct node *at)
{
	const struct rule *rule = r->rule;

	for (size_t i = 0; i <= rule->compare_count; i++) {
		int field = i == 0 ? rule->value : rule->compare[i - 1].field;
		enum field_type type = field < 0 ? TYPE_TEXT : rule->entity->fields[field].type;

		if (type == TYPE_INTEGER || type == TYPE_DECIMAL)
			return true;
	}
	for (size_t i = 0; i < rule->side_count; i++)
		if (rule->sides[i].kits)
			return mistake(r->m, at, "side \"%.*s\" has kits, and the rule asks for no quantity: name it in "
				"\"compare\" or \"value\"", STR(rule->sides[i].name));
	return true;
}
