#include "read/layout.h"

enum { PLACE_MOST = 1 << 20 };

/* One field as it is written at length. */
struct written {
	int64_t start, length;
	int trim;
	Str pad;
};

static const struct key_name trims[] = {{"both", FIXED_BOTH}, {"left", FIXED_LEFT}, {"right", FIXED_RIGHT},
	{"none", FIXED_KEPT}, {0}};

static const struct key field_keys[] = {
	KEY(struct written, start, .doc = "where it begins, from 1", .required = true, .least = 1, .most = PLACE_MOST),
	KEY(struct written, length, .doc = "how long it is", .required = true, .least = 1, .most = PLACE_MOST),
	KEY(struct written, trim, .doc = "at which end what fills it up is taken off", .def = "both", .names = trims),
	KEY(struct written, pad, .doc = "the one character that fills it up", .def = " "),
};

static bool is_place(const struct node *n)
{
	return n->kind == NODE_INTEGER && n->integer >= 1 && n->integer <= PLACE_MOST;
}

/* [1, 12] */
static bool pair_read(const struct node *n, struct fixed_field *field, struct mistakes *m)
{
	if (n->count != 2 || !is_place(n->items[0]) || !is_place(n->items[1]))
		return mistake(m, n, "%.*s must be where it begins, from 1, and how long it is, such as [1, 12]", STR(n->name));
	field->start = n->items[0]->integer;
	field->length = n->items[1]->integer;
	return true;
}

static bool field_read(struct arena *a, const struct node *n, struct fixed_field *field, struct mistakes *m)
{
	struct written w = {0};

	*field = (struct fixed_field){.name = n->name, .trim = FIXED_BOTH, .pad = ' '};
	if (n->kind == NODE_ARRAY)
		return pair_read(n, field, m);
	if (n->kind != NODE_TABLE)
		return mistake(m, n, "%.*s must be [start, length] or a table of these", STR(n->name));
	if (!keys_read(a, n, field_keys, KEY_COUNT(field_keys), &w, m))
		return false;
	if (w.pad.len != 1 || w.pad.at[0] < 0)
		return mistake(m, node_place(n, "pad"), "pad must be one ASCII character");
	field->start = w.start;
	field->length = w.length;
	field->trim = w.trim;
	field->pad = w.pad.at[0];
	return true;
}

bool layout_fields(struct arena *a, const struct node *table, const char *name, struct fixed_fields *fields,
	struct mistakes *m)
{
	bool ok = true;

	*fields = (struct fixed_fields){0};
	if (!table)
		return true;
	if (!key_table(table, name, m))
		return false;
	fields->at = arena_array(a, table->count, struct fixed_field);
	for (size_t i = 0; i < table->count; i++)
		ok = field_read(a, table->items[i], &fields->at[fields->count++], m) && ok;
	return ok;
}
