#include "map/spec.h"

enum unmapped map_unmapped(const struct map *m)
{
	return m->unmapped;
}

/* Whether a path of the map begins with the member of that name, or with all members. */
static bool reaches_member(const struct map *m, Str name)
{
	for (size_t i = 0; i < m->path_count; i++) {
		const struct step *first = m->paths[i].steps;

		if (m->paths[i].up > 0 || m->paths[i].count == 0)
			continue;
		if (first->kind == STEP_MEMBERS || text_is(first->name, name))
			return true;
	}
	return false;
}

/* A column is asked for by its number, by its name, or by a path that is its name as it stands ("address.city"). */
static bool reaches_column(const struct map *m, Str name, size_t column)
{
	for (size_t i = 0; i < m->path_count; i++) {
		const struct path *p = &m->paths[i];
		bool is_number = p->count == 1 && p->steps[0].kind == STEP_COLUMN;

		if (is_number ? (size_t)p->steps[0].index == column + 1
			      : text_is(p->source, name) || (p->count == 1 && text_is(p->steps[0].name, name)))
			return true;
	}
	return false;
}

static void note(const struct map *m, struct map_tally *t, const struct record *r, const char *what, Str name)
{
	unknown_add(t, S("unmapped"), name);
	if (m->unmapped == UNMAPPED_FAIL && !t->failed)
		t->failed = arena_print(t->recall->run, "%.*s: record %ju: no field of the map comes from the %s %s",
			STR(r->place.member), (uintmax_t)r->place.record, what, text_quoted(t->recall->run, name));
}

static void note_members(const struct map *m, struct map_tally *t, const struct record *r, const char *what,
	const struct tree *members)
{
	for (const struct tree *each = members; each; each = each->next)
		if (!reaches_member(m, each->name))
			note(m, t, r, what, each->name);
}

void map_survey(const struct map *m, struct map_tally *t, const struct record *r, const struct texts *columns,
	const struct tree *row)
{
	if (m->unmapped == UNMAPPED_IGNORE)
		return;
	for (size_t i = 0; i < columns->count; i++)
		if (!reaches_column(m, columns->at[i], i))
			note(m, t, r, "column", columns->at[i]);
	if (row && row->kind == TREE_OBJECT)
		note_members(m, t, r, "member", row->children);
	if (row && row->kind == TREE_ELEMENT) {
		note_members(m, t, r, "element", row->children);
		note_members(m, t, r, "attribute", row->attributes);
	}
}
