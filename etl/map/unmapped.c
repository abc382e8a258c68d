#include "map/spec.h"

/* Columns and members of the source that no path reaches: new ones, ones that were renamed, ones that nobody wanted. */

/* A path, as far as the walk has not yet followed it. */
struct trail {
	const struct step *at;
	size_t left;
};

struct trails {
	struct trail *at;
	size_t count;
	bool arrived;                /* one of them ends here: all below is read */
};

static void count(struct work *w, Str name, uint64_t times)
{
	struct recall *r = w->recall;
	struct map_tally *t = w->tally;

	for (size_t i = 0; i < t->unmapped_count; i++)
		if (text_is(r->unmapped[i].name, name)) {
			r->unmapped[i].count += times;
			return;
		}
	if (t->unmapped_count == UNMAPPED_KEPT) {
		t->unmapped_more += times;
		return;
	}
	r->unmapped = arena_grow(r->run, r->unmapped, t->unmapped_count, sizeof *r->unmapped);
	r->unmapped[t->unmapped_count++] = (struct map_unmapped){text_copy(r->run, name), times};
	t->unmapped = r->unmapped;
}

static bool is_read_elsewhere(const struct map_about *about, Str column)
{
	for (size_t i = 0; i < about->elsewhere_count; i++)
		if (text_is(about->elsewhere[i].source, column))
			return true;
	return false;
}

void unmapped_columns(struct work *w, const struct batch *in)
{
	for (size_t i = 0; in->unread && i < in->unread->count; i++)
		if (!is_read_elsewhere(&w->recall->about, in->unread->at[i]))
			count(w, in->unread->at[i], in->count);
}

/* ── members ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_item(const struct trail *t, size_t i)
{
	return i < t->left && (t->at[i].kind == STEP_EACH || t->at[i].kind == STEP_INDEX);
}

static void follow(struct trails *to, struct trail t, size_t steps)
{
	t.at += steps;
	t.left -= steps;
	to->at[to->count++] = t;
	to->arrived = to->arrived || t.left == 0;
}

static bool is_step(const struct trail *t, size_t i, enum step_kind kind, Str name)
{
	return i < t->left && t->at[i].kind == kind && text_is(t->at[i].name, name);
}

/* Those that lead on to a member or element; obj{*} goes by all members, as .key and .value. */
static struct trails to_member(struct work *w, const struct trails *from, const struct tree *member)
{
	struct trails to = {arena_array(w->batch, from->count + 1, struct trail), 0, false};

	for (size_t i = 0; i < from->count; i++) {
		const struct trail *t = &from->at[i];

		if (is_step(t, 0, STEP_NAME, member->name))
			follow(&to, *t, member->kind == TREE_ELEMENT && is_item(t, 1) ? 2 : 1);
		else if (t->left > 0 && t->at->kind == STEP_MEMBERS)
			follow(&to, *t, t->left > 1 && !is_step(t, 1, STEP_NAME, S("key")) ? 2 : t->left);
	}
	return to;
}

static struct trails to_item(struct work *w, const struct trails *from)
{
	struct trails to = {arena_array(w->batch, from->count + 1, struct trail), 0, false};

	for (size_t i = 0; i < from->count; i++)
		if (is_item(&from->at[i], 0))
			follow(&to, from->at[i], 1);
	return to;
}

static bool leads_to(const struct trails *trails, enum step_kind kind, Str name)
{
	for (size_t i = 0; i < trails->count; i++)
		if (is_step(&trails->at[i], 0, kind, name))
			return true;
	return false;
}

/* As it would be written in a map. */
static Str name_in(struct work *w, Str before, const char *sign, Str name)
{
	const char *point = before.len > 0 ? "." : "";

	if (text_find_byte(name, '.') < name.len || text_find_byte(name, '[') < name.len)
		return text(arena_print(w->batch, "%.*s[\"%.*s\"]", STR(before), STR(name)));
	return text(arena_print(w->batch, "%.*s%s%s%.*s", STR(before), point, sign, STR(name)));
}

static void of_element(struct work *w, const struct tree *node, const struct trails *trails, Str name)
{
	for (const struct tree *at = node->attributes; at; at = at->next)
		if (at->space.len == 0 && !leads_to(trails, STEP_ATTRIBUTE, at->name))
			count(w, name_in(w, name, "@", at->name), 1);
	if (!node->children && text_trim(node->text).len > 0 && !leads_to(trails, STEP_TEXT, S("")))
		count(w, name_in(w, name, "", S("text()")), 1);
}

/* No deeper than the longest path. */
static void walk(struct work *w, const struct tree *node, const struct trails *trails, Str name)
{
	Str item = text(arena_print(w->batch, "%.*s[*]", STR(name)));
	struct trails next;

	if (node->kind == TREE_ELEMENT)
		of_element(w, node, trails, name);
	for (const struct tree *each = node->children; each; each = each->next) {
		bool is_array = node->kind == TREE_ARRAY;
		Str its = is_array ? item : name_in(w, name, "", each->name);

		next = is_array ? to_item(w, trails) : to_member(w, trails, each);
		if (next.count == 0 && !is_array)
			count(w, its, 1);
		else if (!next.arrived)
			walk(w, each, &next, its);
	}
}

void unmapped_members(struct work *w, const struct record *record)
{
	const struct map *m = w->map;
	const struct map_about *about = &w->recall->about;
	struct trails all = {arena_array(w->batch, m->path_count + about->elsewhere_count + 1, struct trail), 0, false};

	if (!record->context)
		return;
	for (size_t i = 0; i < m->path_count; i++)
		if (m->paths[i].up == 0)
			follow(&all, (struct trail){m->paths[i].steps, m->paths[i].count}, 0);
	for (size_t i = 0; i < about->elsewhere_count; i++)
		follow(&all, (struct trail){about->elsewhere[i].steps, about->elsewhere[i].count}, 0);
	walk(w, record->context->row, &all, S(""));
}

const char *map_unreached(struct arena *a, const struct map_tally *tally)
{
	enum { LONGEST = 1000 };
	struct buf *b = buf_new(a, (size_t)1 << 16);
	size_t i = 0;

	for (; i < tally->unmapped_count && b->len < LONGEST; i++)
		buf_print(b, "%s%s (%ju)", i ? ", " : "", text_quoted(a, tally->unmapped[i].name),
			(uintmax_t)tally->unmapped[i].count);
	if (i < tally->unmapped_count)
		buf_print(b, ", and %zu more", tally->unmapped_count - i);
	if (tally->unmapped_more > 0)
		buf_add(b, S(", and others"));
	return i > 0 ? text_z(a, buf_str(b)) : NULL;
}
