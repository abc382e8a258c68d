#include "reconcile/sum_keys.h"

#include "reconcile/kits_keys.h"
#include "reconcile/rounding.h"
#include "reconcile/timing.h"

struct term_written {
	struct texts extracts;
	Str amount, parent, title, sign;
	const struct node *where;
};

struct part_written {
	Str at, by;
	const struct node *lines, *original;
};

struct original_written {
	Str parent;
	const struct node *where;
};

static const struct key_name signs[] = {{"+", 0}, {"-", 1}, {0}};

static const struct key term_keys[] = {
	KEY(struct term_written, extracts, .doc = "names or globs", .required = true),
	KEY(struct term_written, amount, .doc = "the field that is added", .required = true),
	KEY(struct term_written, parent, .doc = "rows belong to this parent; by default to their own key"),
	KEY(struct term_written, where, .takes = "list of tables",
		.doc = "conditions on its rows"),
	KEY(struct term_written, title, .doc = "its name for people"),
	KEY(struct term_written, sign, .doc = "- if it is taken away", .def = "+", .names = signs),
};

static const struct key part_keys[] = {
	KEY(struct part_written, at, .doc = "the field that says when a row came to be, from which `carried` counts; by "
		"default when it was first read"),
	KEY(struct part_written, by, .doc = "the field, text, by whose values the part's rows are told apart, each a "
		"line of its own"),
	KEY(struct part_written, lines, .doc = "of `by`: VALUE = \"title\", in the order in which they are shown; parts "
		"may share a title; a value that is not named is a line of its own too, and each of its rows is a warning"),
	KEY(struct part_written, original, .doc = "with `by`: { parent, where }, how a refund or dispute finds the row "
		"that it gives back, so that those of another whole are told"),
};

static const struct key original_keys[] = {
	KEY(struct original_written, parent, .doc = "the parent that a refund names together with what it gives back",
		.required = true),
	KEY(struct original_written, where, .takes = "list of tables", .required = true,
		.doc = "conditions on the rows that are given back"),
};

static const struct key line_keys[] = {
	{.name = "VALUE", .type = KEY_TEXT, .doc = "what the line of the rows with that value is called"},
};

void sum_describe(struct buf *b)
{
	struct key_section part[] = {{term_keys, KEY_COUNT(term_keys), NULL}, {part_keys, KEY_COUNT(part_keys), NULL}};
	struct key_section line = {line_keys, KEY_COUNT(line_keys), NULL};
	struct key_section original = {original_keys, KEY_COUNT(original_keys), NULL};

	keys_describe(b, "reconcile.NAME.whole", part, 1);
	keys_describe(b, "reconcile.NAME.parts[]", part, 2);
	keys_describe(b, "reconcile.NAME.parts[].lines", &line, 1);
	keys_describe(b, "reconcile.NAME.parts[].original", &original, 1);
}

/* ── one term ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool parent_known(struct reading *r, const struct entity *n, Str name, const struct node *at)
{
	for (size_t i = 0; i < n->parent_count; i++)
		if (text_is(n->parents[i].name, name))
			return true;
	return name.len == 0 || mistake(r->m, at, "entity \"%.*s\" has no parent %s%s", STR(n->name),
		text_quoted(r->a, name), did_you_mean_in(r->a, name, n->parents, n->parent_count, sizeof *n->parents));
}

static bool term_fill(struct reading *r, const struct node *n, const struct term_written *w, struct term *term,
	Str name)
{
	const struct entity *entity;
	bool ok;

	term->side.name = name;
	term->title = w->title.len > 0 ? w->title : w->amount;
	term->parent = w->parent;
	term->negative = text_is(w->sign, S("-"));
	term->by = term->at = -1;
	ok = reading_extracts(r, &w->extracts, node_place(n, "extracts"), &term->side);
	entity = side_entity(&term->side);
	if (!entity)
		return false;
	ok = parent_known(r, entity, w->parent, node_place(n, "parent")) && ok;
	ok = reading_field(r, entity, w->amount, node_place(n, "amount"), &term->amount) && ok;
	return conditions_read(r->a, w->where, entity, &term->side.where, r->m) && ok;
}

static bool whole_read(struct reading *r, const struct node *n, struct term *term)
{
	struct term_written written = {0};
	bool ok = keys_read(r->a, n, term_keys, KEY_COUNT(term_keys), &written, r->m);

	return term_fill(r, n, &written, term, S("whole")) && ok;
}

/* ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The number of the rule's line of that title, from 1 on. */
static int line_number(struct reading *r, Str title)
{
	struct texts *lines = &r->rule->lines;

	for (size_t i = 0; i < lines->count; i++)
		if (text_is(lines->at[i], title))
			return (int)i + 1;
	texts_add(r->a, lines, title);
	return (int)lines->count;
}

/* Its values are titles of lines, which everyone sees. */
static bool may_tell(struct reading *r, const struct entity *n, int field, const struct node *at)
{
	const struct field *f = &n->fields[field];

	if (f->personal)
		return mistake(r->m, at, "field \"%.*s\" is personal, and would be the name of a line", STR(f->name));
	return f->type == TYPE_TEXT || mistake(r->m, at, "field \"%.*s\" is of type %s, must be text", STR(f->name),
		field_types[f->type].name);
}

static bool by_read(struct reading *r, const struct node *n, Str name, struct term *part)
{
	const struct entity *entity = side_entity(&part->side);
	const struct node *at = node_place(n, "by");

	return name.len == 0 || !entity
	    || (reading_field(r, entity, name, at, &part->by) && may_tell(r, entity, part->by, at));
}

/* Where the field lists its values, a line of another one would stay empty. */
static bool value_known(struct reading *r, const struct term *part, const struct node *line)
{
	const struct texts *values = &side_entity(&part->side)->fields[part->by].values;

	return values->count == 0 || texts_has(values, line->name)
	    || mistake(r->m, line, "%s is no value of the field%s", text_quoted(r->a, line->name),
		       did_you_mean(r->a, line->name, values));
}

static bool line_read(struct reading *r, struct term *part, const struct node *line)
{
	Str title;

	if (!key_text(line, "lines", &title, r->m))
		return false;
	part->lines = arena_grow(r->a, part->lines, part->line_count, sizeof *part->lines);
	part->lines[part->line_count++] = (struct line){line->name, line_number(r, title)};
	return part->by < 0 || value_known(r, part, line);
}

static bool lines_read(struct reading *r, const struct node *n, const struct part_written *w, struct term *part)
{
	bool ok = by_read(r, n, w->by, part);

	if (w->by.len == 0) {
		part->line = line_number(r, part->title);
		return !w->lines || mistake(r->m, w->lines, "\"lines\" needs \"by\", the field whose values they are");
	}
	r->rule->has_lines = true;
	for (size_t i = 0; w->lines && i < w->lines->count; i++)
		ok = line_read(r, part, w->lines->items[i]) && ok;
	return ok;
}

static bool when_read(struct reading *r, const struct node *n, Str name, struct term *part)
{
	const struct entity *entity = side_entity(&part->side);
	enum field_type type;

	if (!entity || !reading_field(r, entity, name, node_place(n, "at"), &part->at))
		return !entity;
	type = part->at < 0 ? TYPE_DATE : entity->fields[part->at].type;
	return type == TYPE_DATE || type == TYPE_TIMESTAMP
	    || mistake(r->m, node_place(n, "at"), "field \"%.*s\" is of type %s, must be timestamp or date", STR(name),
		       field_types[type].name);
}

static bool original_read(struct reading *r, const struct node *n, struct term *part)
{
	const struct entity *entity = side_entity(&part->side);
	struct original_written written = {0};

	if (!n || !entity)
		return true;
	if (!keys_read(r->a, n, original_keys, KEY_COUNT(original_keys), &written, r->m)
	    || !parent_known(r, entity, written.parent, node_place(n, "parent"))
	    || !conditions_read(r->a, written.where, entity, &part->is_original, r->m))
		return false;
	for (size_t i = 0; i < entity->parent_count; i++)
		if (text_is(entity->parents[i].name, written.parent))
			part->original = &entity->parents[i];
	return part->by >= 0 || mistake(r->m, n, "\"original\" needs \"by\": it is the lines that tell of it");
}

static bool part_read(struct reading *r, const struct node *n, struct term *part)
{
	struct term_written written = {0};
	struct part_written told = {0};
	struct key_section sections[] = {{term_keys, KEY_COUNT(term_keys), &written},
		{part_keys, KEY_COUNT(part_keys), &told}};
	bool ok = keys_read_all(r->a, n, sections, 2, r->m);

	ok = term_fill(r, n, &written, part, S("parts")) && ok;
	ok = when_read(r, n, told.at, part) && ok;
	ok = lines_read(r, n, &told, part) && ok;
	return original_read(r, told.original, part) && ok;
}

/* ── the rule ──────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Kits are the last of the parts. */
static bool parts_read(struct reading *r, const struct node *list, const struct node *kits)
{
	struct term *parts = arena_array(r->a, list->count + 1, struct term);
	bool ok = true;

	for (size_t i = 0; i < list->count; i++)
		ok = part_read(r, list->items[i], &parts[i]) && ok;
	r->rule->parts = parts;
	r->rule->part_count = list->count;
	if (!kits)
		return ok;
	ok = kits_part_read(r, kits, rule_key_entity(r->rule), &parts[list->count]) && ok;
	parts[list->count].line = line_number(r, parts[list->count].title);
	r->rule->part_count++;
	return ok;
}

/* Business days are those of the calendar of the rule's flow. */
static bool carried_read(struct reading *r, Str carried, const struct node *n)
{
	const struct calendar *calendar = r->rule->whole.side.within.calendar;

	return carried.len == 0 || lag_parse(carried, calendar, &r->rule->carried)
	    || mistake(r->m, node_place(n, "carried"), "\"carried\" is %s, must be a duration as in \"24h\", or business "
		       "days as in \"2bd\"", text_quoted(r->a, carried));
}

bool sum_read(struct reading *r, const struct sum_written *w, const struct node *n)
{
	struct rule *rule = r->rule;
	bool ok;

	if (!w->whole || w->whole->kind != NODE_TABLE || !w->parts || w->parts->kind != NODE_ARRAY || w->parts->count == 0)
		return mistake(r->m, n, "a sum rule needs \"whole\", a table, and \"parts\", a list of tables");
	ok = whole_read(r, w->whole, &rule->whole);
	rule->entity = side_entity(&rule->whole.side);
	ok = parts_read(r, w->parts, w->kits) && ok;
	ok = reading_lag(r, w->within, w->flow, n, &rule->whole.side.within) && ok;
	ok = carried_read(r, w->carried, n) && ok;
	ok = rounding_read(r, w->rounding, NULL, &rule->rounding) && ok;
	return rule->entity && reading_field(r, rule->entity, w->at, node_place(n, "at"), &rule->at) && ok;
}
