#include "format/tree.h"

#include "base/json_out.h"

enum { SOURCE_LIMIT = 256 << 20 };

static bool is_named(const struct tree *t, const struct step *step)
{
	if (text_is(t->name, step->name))
		return step->space.len == 0 || text_is(t->space, step->space);
	return t->is_also && text_is(t->space, step->name);
}

static const struct tree *named(const struct tree *first, const struct step *step)
{
	while (first && !is_named(first, step))
		first = first->next;
	return first;
}

static const struct tree *child(const struct tree *node, const struct step *step)
{
	bool has_names = node->kind == TREE_OBJECT || node->kind == TREE_ELEMENT;

	return has_names ? named(node->children, step) : NULL;
}

/* The items that an index or [*] chooses from: those of an array, or from first on the elements of its name. */
struct items {
	const struct tree *at;
	const struct step *name;     /* NULL in an array */
};

static const struct tree *item_next(struct items *items)
{
	const struct tree *item = items->at;

	if (item)
		items->at = items->name ? named(item->next, items->name) : item->next;
	return item;
}

static const struct tree *item_at(struct items items, int64_t index)
{
	const struct tree *item;

	if (index < 0)
		for (struct items all = items; item_next(&all);)
			index++;
	if (index < 0)
		return NULL;
	do {
		item = item_next(&items);
	} while (item && index-- > 0);
	return item;
}

/* The members of an object as objects of .key and .value. */
static struct items members(struct arena *a, const struct tree *object)
{
	struct tree *first = NULL, *last = NULL;

	for (const struct tree *m = object->children; m; m = m->next) {
		struct tree *pair = arena_array(a, 3, struct tree);

		pair[1] = (struct tree){.kind = TREE_TEXT, .name = S("key"), .text = m->name, .next = &pair[2]};
		pair[2] = *m;
		pair[2].name = S("value");
		pair[2].next = NULL;
		pair[0] = (struct tree){.kind = TREE_OBJECT, .children = &pair[1], .source = m->source};
		if (last)
			last->next = pair;
		else
			first = pair;
		last = pair;
	}
	return (struct items){.at = first};
}

static bool is_nil(const struct tree *element)
{
	const struct step nil = {.name = S("nil"), .space = S("http://www.w3.org/2001/XMLSchema-instance")};
	const struct tree *found = named(element->attributes, &nil);

	return found && (text_is(found->text, S("true")) || text_is(found->text, S("1")));
}

static void put_escaped(struct buf *b, Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.at[i]) {
		case '<': buf_add(b, S("&lt;")); break;
		case '>': buf_add(b, S("&gt;")); break;
		case '&': buf_add(b, S("&amp;")); break;
		case '"': buf_add(b, S("&quot;")); break;
		default: buf_byte(b, s.at[i]); break;
		}
	}
}

static void put_element(struct buf *b, const struct tree *t)
{
	buf_byte(b, '<');
	buf_add(b, t->name);
	for (const struct tree *at = t->attributes; at; at = at->next) {
		buf_byte(b, ' ');
		buf_add(b, at->name);
		buf_add(b, S("=\""));
		put_escaped(b, at->text);
		buf_byte(b, '"');
	}
	buf_byte(b, '>');
	for (const struct tree *each = t->children; each; each = each->next)
		put_element(b, each);
	if (!t->children)
		put_escaped(b, t->text);
	buf_add(b, S("</"));
	buf_add(b, t->name);
	buf_byte(b, '>');
}

static void put_json(struct json_out *j, struct arena *a, const struct tree *t)
{
	bool is_object = t->kind == TREE_OBJECT;

	if (!is_object && t->kind != TREE_ARRAY) {
		json_text(j, t->text);
		return;
	}
	if (is_object)
		json_object(j);
	else
		json_array(j);
	for (const struct tree *each = t->children; each; each = each->next) {
		if (is_object)
			json_name(j, text_z(a, each->name));
		put_json(j, a, each);
	}
	if (is_object)
		json_object_end(j);
	else
		json_array_end(j);
}

/* Elements are written anew, by local names: how they were written is known of whole records only. */
Str tree_source(struct arena *a, const struct tree *t)
{
	struct json_out j;
	struct buf *b;

	if (t->source.len > 0)
		return t->source;
	b = buf_new(a, SOURCE_LIMIT);
	json_begin(&j, b, false);
	if (t->kind == TREE_ELEMENT)
		put_element(b, t);
	else
		put_json(&j, a, t);
	return buf_str(b);
}

static struct cell cell_of(struct arena *a, const struct tree *t)
{
	static const enum cell_kind scalar[] = {
		[TREE_NULL] = CELL_NULL,
		[TREE_BOOLEAN] = CELL_BOOLEAN,
		[TREE_NUMBER] = CELL_NUMBER,
		[TREE_TEXT] = CELL_TEXT,
	};

	if (!t)
		return (struct cell){.kind = CELL_MISSING};
	if (t->kind < TREE_OBJECT)
		return (struct cell){.kind = scalar[t->kind], .text = t->text};
	if (t->kind != TREE_ELEMENT || t->children)
		return (struct cell){.kind = CELL_TREE, .text = tree_source(a, t)};
	if (is_nil(t))
		return (struct cell){.kind = CELL_NULL};
	return (struct cell){.kind = CELL_TEXT, .text = t->text};
}

/* A walk along steps: where it stands, and the cells that it found if the path is one of many. */
struct walk {
	struct arena *a;
	const struct step *steps;
	size_t count;
	struct cell *found;
	size_t found_count;
	bool is_null;                /* null stood where a list should be */
	bool has_list;               /* a [*] or {*} was reached */
};

static bool is_each(const struct step *step)
{
	return step->kind == STEP_EACH || step->kind == STEP_MEMBERS;
}

static void add(struct walk *w, const struct tree *t)
{
	w->found = arena_grow(w->a, w->found, w->found_count, sizeof *w->found);
	w->found[w->found_count++] = cell_of(w->a, t);
}

/* Behind a name: in XML the following index or [*] chooses among the siblings of that name. */
static struct items items_of(struct walk *w, const struct tree *node, const struct step *name, const struct step *step)
{
	if (step->kind == STEP_MEMBERS && node->kind == TREE_OBJECT)
		return members(w->a, node);
	if (node->kind == TREE_ELEMENT)
		return (struct items){.at = node, .name = name};
	return (struct items){.at = node->kind == TREE_ARRAY ? node->children : NULL};
}

/* A JSON value that is neither object nor list is its own text. */
static const struct tree *text_of(struct walk *w, const struct tree *node)
{
	struct tree *text = arena_new_of(w->a, struct tree);

	if (node->kind == TREE_NULL || node->kind == TREE_BOOLEAN || node->kind == TREE_NUMBER || node->kind == TREE_TEXT)
		return node;
	*text = (struct tree){.kind = TREE_TEXT, .text = node->text};
	return node->kind == TREE_ELEMENT ? text : NULL;
}

/* One step that leads to at most one node; *i moves on by the steps that were used. */
static const struct tree *single(struct walk *w, const struct tree *node, size_t *i)
{
	const struct step *step = &w->steps[(*i)++];
	const struct step *before = *i > 1 && w->steps[*i - 2].kind == STEP_NAME ? &w->steps[*i - 2] : NULL;

	switch (step->kind) {
	case STEP_NAME:
		return child(node, step);
	case STEP_ATTRIBUTE:
		return node->kind == TREE_ELEMENT ? named(node->attributes, step) : NULL;
	case STEP_TEXT:
		return text_of(w, node);
	case STEP_INDEX:
		if (node->kind == TREE_ELEMENT && !before)
			return NULL;
		return item_at(items_of(w, node, before, step), step->index);
	case STEP_EACH:
	case STEP_MEMBERS:
	case STEP_COLUMN:
		break;
	}
	return NULL;
}

/* Follows single steps from the node; ends at a [*], at the end or with NULL. */
static const struct tree *along(struct walk *w, const struct tree *node, size_t *i)
{
	while (node && *i < w->count && !is_each(&w->steps[*i]))
		node = single(w, node, i);
	return node;
}

/* What [*] or {*} goes over; false if there is no list here, only null or something else. */
static bool list_at(struct walk *w, const struct tree *node, size_t i, struct items *items)
{
	const struct step *before = i > 0 && w->steps[i - 1].kind == STEP_NAME ? &w->steps[i - 1] : NULL;
	bool is_list = w->steps[i].kind == STEP_MEMBERS ? node->kind == TREE_OBJECT :
		       node->kind == TREE_ARRAY || (node->kind == TREE_ELEMENT && before);

	if (is_list)
		*items = items_of(w, node, before, &w->steps[i]);
	return is_list;
}

static void collect(struct walk *w, const struct tree *node, size_t i)
{
	struct items items;

	node = along(w, node, &i);
	if (!node || i == w->count) {
		if (w->has_list)
			add(w, node);
		return;
	}
	if (!list_at(w, node, i, &items)) {
		w->is_null = node->kind == TREE_NULL;
		return;
	}
	w->has_list = true;
	for (const struct tree *item; (item = item_next(&items));)
		collect(w, item, i + 1);
}

void tree_find(struct arena *a, const struct tree_context *context, const struct path *path, struct cell *out)
{
	struct walk w = {.a = a, .steps = path->steps, .count = path->count};
	size_t i = 0;

	for (int up = path->up; up > 0 && context; up--)
		context = context->parent;
	*out = (struct cell){.kind = CELL_MISSING};
	if (!context)
		return;
	if (!path_is_many(path)) {
		*out = cell_of(a, along(&w, context->row, &i));
		return;
	}
	collect(&w, context->row, 0);
	if (w.has_list)
		*out = (struct cell){.kind = CELL_LIST, .items = w.found, .count = w.found_count};
	else if (w.is_null)
		out->kind = CELL_NULL;
}

static const char *nearest_of(struct arena *a, const struct tree *list, Str name, const char *before)
{
	const char **names = NULL, *near;
	size_t count = 0;

	for (; list; list = list->next) {
		names = arena_grow(a, names, count, sizeof *names);
		names[count++] = text_z(a, list->name);
	}
	near = text_nearest(name, names, count);
	return near ? arena_print(a, "%s%s", before, near) : NULL;
}

const char *tree_nearest(struct arena *a, const struct tree_context *context, const struct path *path)
{
	const struct tree *node;

	for (int up = path->up; up > 0 && context; up--)
		context = context->parent;
	node = context ? context->row : NULL;
	for (size_t i = 0; node && i < path->count; i++) {
		const struct step *step = &path->steps[i];
		const struct tree *next = node->kind == TREE_ELEMENT ? node : node->children;

		if (step->kind == STEP_ATTRIBUTE)
			return nearest_of(a, node->attributes, step->name, "@");
		if (step->kind == STEP_NAME)
			next = child(node, step);
		if (step->kind == STEP_NAME && !next)
			return nearest_of(a, node->children, step->name, "");
		node = next;
	}
	return NULL;
}

static const struct tree_context *row_new(struct arena *a, const struct tree *row, const struct tree_context *parent)
{
	struct tree_context *context = arena_new_of(a, struct tree_context);

	*context = (struct tree_context){.row = row, .parent = parent};
	return context;
}

static void descend(struct walk *w, const struct tree_context *from, const struct tree *node, size_t i,
		    struct tree_rows *rows)
{
	struct items items;

	node = along(w, node, &i);
	if (!node)
		return;
	if (i == w->count) {
		rows->at = arena_grow(w->a, rows->at, rows->count, sizeof *rows->at);
		rows->at[rows->count++] = node == from->row ? from : row_new(w->a, node, from->parent);
		return;
	}
	if (!list_at(w, node, i, &items))
		return;
	for (const struct tree *item; (item = item_next(&items));)
		descend(w, row_new(w->a, item, from), item, i + 1, rows);
}

void tree_rows_in(struct arena *a, const struct tree_context *parent, const struct tree *record,
		  const struct step *steps, size_t count, struct tree_rows *rows)
{
	struct walk w = {.a = a, .steps = steps, .count = count};

	*rows = (struct tree_rows){0};
	descend(&w, row_new(a, record, parent), record, 0, rows);
}

void tree_rows(struct arena *a, const struct tree *record, const struct step *steps, size_t count,
	       struct tree_rows *rows)
{
	tree_rows_in(a, NULL, record, steps, count, rows);
}
