#include "stage/keys.h"

static const struct key_name modes[] = {{"full", MODE_FULL}, {"incremental", MODE_INCREMENTAL}, {"append", MODE_APPEND},
	{0}};
static const struct key_name empties[] = {{"fail", 0}, {"ok", 0}, {0}};
static const struct key_name limits[] = {{"fail", 0}, {"load", 0}, {0}};

static const struct key guard_keys[] = {
	KEY(struct guard_text, max_delete, .doc = "more rows gone than this are held until they are released",
		.def = "10%"),
	KEY(struct guard_text, max_change, .doc = "more rows changed than this are held until they are released",
		.def = "50%"),
	KEY(struct guard_text, at_least, .doc = "a limit in percent applies once the dataset has this many rows",
		.def = "20",
		.least = 0, .most = INT64_MAX),
	KEY(struct guard_text, on_empty, .doc = "what no record at all is", .def = "fail", .names = empties),
};

static const struct key settled_keys[] = {
	KEY(struct settled_text, field, .doc = "the field that says when what a row tells of happened", .required = true),
	KEY(struct settled_text, after, .doc = "how old that is when its system has closed it", .required = true),
};

static const struct key sequence_keys[] = {
	KEY(struct sequence_text, field, .doc = "the field that holds them; its last digits are the number, what stands "
		"around them tells the series", .required = true),
	KEY(struct sequence_text, per, .doc = "fields of which each value has a series of its own"),
};

const struct key intake_keys[] = {
	KEY(struct intake_text, mode,
		.doc = "full: what is lacking is gone; incremental: only what is there is news; append: "
		"rows never change", .def = "full", .names = modes),
	KEY(struct intake_text, scope, .takes = "text, or table",
		.doc = "what a full snapshot speaks for: \"all\", { part = [\"field\"] }, "
		"{ range = \"field\" } or { parent = \"entity\" }; default: all"),
	KEY(struct intake_text, version, .doc = "the field that says which of two records of a key is newer"),
	KEY(struct intake_text, guard, .doc = "what a snapshot may not do unseen", .table = guard_keys,
		.table_count = KEY_COUNT(guard_keys)),
	KEY(struct intake_text, settled, .doc = "what the system changes of its past is listed, row by row",
		.table = settled_keys, .table_count = KEY_COUNT(settled_keys)),
	KEY(struct intake_text, sequence, .doc = "numbers that the system gives without a gap: the missing ones are listed",
		.table = sequence_keys, .table_count = KEY_COUNT(sequence_keys)),
	KEY(struct intake_text, reject_limit, .doc = "more unreadable records than this, and nothing is staged",
		.def = "5%"),
	KEY(struct intake_text, on_reject_limit, .doc = "load: stage the readable ones all the same", .def = "fail",
		.names = limits),
};

const size_t intake_key_count = KEY_COUNT(intake_keys);

static bool field_read(struct arena *a, Str name, const struct entity *n, const struct node *at, int *field,
	struct mistakes *m)
{
	*field = entity_field_named(a, n, name, at, m);
	return *field >= 0;
}

/* Versions and windows are compared as numbers, parts as they stand in a path. */
static bool ordered_read(struct arena *a, Str name, const struct entity *n, const struct node *at, int *field,
	struct mistakes *m)
{
	enum field_type type;

	if (!field_read(a, name, n, at, field, m))
		return false;
	type = n->fields[*field].type;
	return type == TYPE_TIMESTAMP || type == TYPE_DATE || type == TYPE_INTEGER
	    || mistake(m, at, "field %s is %s; here it must be a timestamp, a date or an integer", text_quoted(a, name),
		       field_types[type].name);
}

static bool part_read(struct arena *a, Str name, const struct entity *n, const struct node *at, int *field,
	struct mistakes *m)
{
	return field_read(a, name, n, at, field, m)
	    && (n->fields[*field].type == TYPE_TEXT
		|| mistake(m, at, "field %s is %s; a part must be text", text_quoted(a, name),
			   field_types[n->fields[*field].type].name));
}

static bool parent_read(struct arena *a, Str name, const struct entity *n, const struct node *at, int *parent,
	struct mistakes *m)
{
	for (*parent = 0; *parent < (int)n->parent_count; (*parent)++)
		if (text_is(n->parents[*parent].name, name))
			return true;
	return mistake(m, at, "entity \"%.*s\" has no parent %s%s", STR(n->name), text_quoted(a, name),
		did_you_mean_in(a, name, n->parents, n->parent_count, sizeof *n->parents));
}

static bool scope_table_read(struct arena *a, const struct node *scope, const struct entity *n, struct intake *out,
	struct mistakes *m)
{
	const struct node *only = scope->count == 1 ? scope->items[0] : NULL;
	struct texts names = {0};

	if (!only || !key_texts(a, only, "scope", &names, m) || names.count != 1)
		return mistake(m, scope, "\"scope\" must be \"all\", { part = [\"field\"] }, { range = \"field\" } or "
			"{ parent = \"entity\" }");
	if (text_is(only->name, S("part")))
		out->scope = SCOPE_PART;
	else if (text_is(only->name, S("range")))
		out->scope = SCOPE_RANGE;
	else if (text_is(only->name, S("parent")))
		out->scope = SCOPE_PARENT;
	else
		return mistake(m, only, "unknown scope %s; there are part, range and parent", text_quoted(a, only->name));
	if (out->scope == SCOPE_PARENT)
		return parent_read(a, names.at[0], n, only, &out->scope_field, m);
	return out->scope == SCOPE_PART ? part_read(a, names.at[0], n, only, &out->scope_field, m)
					: ordered_read(a, names.at[0], n, only, &out->scope_field, m);
}

static bool scope_read(struct arena *a, const struct node *scope, const struct entity *n, struct intake *out,
	struct mistakes *m)
{
	out->scope = SCOPE_ALL;
	out->scope_field = -1;
	if (!scope || (scope->kind == NODE_TEXT && text_is(scope->text, S("all"))))
		return true;
	if (scope->kind != NODE_TABLE)
		return mistake(m, scope, "\"scope\" must be \"all\" or a table");
	return scope_table_read(a, scope, n, out, m);
}

static bool settled_read(struct arena *a, const struct settled_text *t, const struct node *at, const struct entity *n,
	struct intake *out, struct mistakes *m)
{
	struct settled *settled = arena_new_of(a, struct settled);
	const struct node *place = node_place(at, "field");
	enum field_type type;

	if (t->field.len == 0)
		return true;
	settled->after = t->after.us;
	out->settled = settled;
	if (!field_read(a, t->field, n, place, &settled->field, m))
		return false;
	type = n->fields[settled->field].type;
	return type == TYPE_TIMESTAMP || type == TYPE_DATE
	    || mistake(m, place, "field %s is %s; what has a moment is a timestamp or a date", text_quoted(a, t->field),
		       field_types[type].name);
}

/* Numbers, and what their series are told apart by, stand in notes and reports. */
static bool is_shown(struct arena *a, const struct field *f, const struct node *at, struct mistakes *m)
{
	return !f->personal
	    || mistake(m, at, "field %s is personal; its numbers cannot stand in a report", text_quoted(a, f->name));
}

static bool series_read(struct arena *a, const struct texts *names, const struct node *at, const struct entity *n,
	struct sequence *out, struct mistakes *m)
{
	int *per = arena_array(a, names->count, int);
	bool ok = true;

	out->per = per;
	out->per_count = names->count;
	for (size_t i = 0; i < names->count; i++)
		ok = field_read(a, names->at[i], n, at, &per[i], m) && is_shown(a, &n->fields[per[i]], at, m) && ok;
	return ok;
}

static bool sequence_read(struct arena *a, const struct sequence_text *t, const struct node *at, const struct entity *n,
	struct intake *out, struct mistakes *m)
{
	struct sequence *sequence = arena_new_of(a, struct sequence);
	const struct node *place = node_place(at, "field");
	const struct field *f;

	if (t->field.len == 0)
		return true;
	out->sequence = sequence;
	if (!field_read(a, t->field, n, place, &sequence->field, m)
	    || !series_read(a, &t->per, node_place(at, "per"), n, sequence, m))
		return false;
	f = &n->fields[sequence->field];
	if (f->type != TYPE_TEXT && f->type != TYPE_INTEGER)
		return mistake(m, place, "field %s is %s; numbers are text or integers", text_quoted(a, f->name),
			field_types[f->type].name);
	return is_shown(a, f, place, m);
}

bool intake_read(struct arena *a, const struct node *node, const struct intake_text *t, const struct entity *entity,
	struct intake *out, struct mistakes *m)
{
	bool ok;

	*out = (struct intake){.mode = t->mode, .version_field = -1, .scope_field = -1,
		.max_delete = t->guard.max_delete, .max_change = t->guard.max_change, .at_least = t->guard.at_least,
		.reject_limit = t->reject_limit, .empty_is_fine = text_is(t->guard.on_empty, S("ok")),
		.load_over_limit = text_is(t->on_reject_limit, S("load"))};
	ok = scope_read(a, t->scope, entity, out, m);
	ok = settled_read(a, &t->settled, node_place(node, "settled"), entity, out, m) && ok;
	ok = sequence_read(a, &t->sequence, node_place(node, "sequence"), entity, out, m) && ok;
	return (t->version.len == 0
		|| ordered_read(a, t->version, entity, node_place(node, "version"), &out->version_field, m)) && ok;
}
