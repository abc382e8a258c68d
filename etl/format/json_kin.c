#include "format/json_kin.h"

#include "base/buf.h"
#include "format/window.h"

/* Texts of one generation; and how deep lines may belong to each other. */
enum { GENERATION = 16 << 20, DEPTH_MOST = 16, ROOM = 1024 };

struct held {
	Str id, text;                /* the text with its padding behind it; id NULL: nothing is here */
	Str parent;                  /* NULL: it has none */
};

struct generation {
	struct arena *memory;
	struct held *at;             /* by the id's hash, then the next free place */
	size_t room, count, bytes;
};

struct known {
	Str id;
	const struct tree_context *context;
};

struct json_kin {
	const struct kin *kin;
	struct json *json;
	struct generation young, old;
	struct arena *given;         /* of this batch: parents as trees */
	struct known last;           /* of these the one that was asked for last */
};

struct json_kin *json_kin_new(struct arena *a, const struct kin *kin, struct json *json)
{
	struct json_kin *k = arena_new_of(a, struct json_kin);

	*k = (struct json_kin){.kin = kin, .json = json, .given = arena_new(a)};
	k->young.memory = arena_new(a);
	k->old.memory = arena_new(a);
	return k;
}

void json_kin_begin(struct json_kin *k)
{
	k->last = (struct known){0};
	arena_end(k->given);
}

/* ── what is held ──────────────────────────────────────────────────────────────────────────────────────────────── */

static size_t place_of(const struct generation *g, Str id)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	size_t at;

	for (size_t i = 0; i < id.len; i++)
		hash = (hash ^ (unsigned char)id.at[i]) * UINT64_C(1099511628211);
	for (at = (size_t)(hash ^ hash >> 32) & (g->room - 1); g->at[at].id.at && !text_is(g->at[at].id, id);)
		at = (at + 1) & (g->room - 1);
	return at;
}

static const struct held *find(const struct generation *g, Str id)
{
	const struct held *found = g->room > 0 ? &g->at[place_of(g, id)] : NULL;

	return found && found->id.at ? found : NULL;
}

static void grow(struct generation *g)
{
	struct generation wider = {.memory = g->memory, .room = g->room > 0 ? 2 * g->room : ROOM, .count = g->count,
		.bytes = g->bytes};

	wider.at = arena_array(g->memory, wider.room, struct held);
	wider.bytes += wider.room * sizeof *wider.at;
	for (size_t i = 0; i < g->room; i++)
		if (g->at[i].id.at)
			wider.at[place_of(&wider, g->at[i].id)] = g->at[i];
	*g = wider;
}

static Str padded(struct arena *a, Str s)
{
	char *room = arena_raw(a, s.len + WINDOW_PADDING);

	memcpy(room, s.at, s.len);
	memset(room + s.len, 0, WINDOW_PADDING);
	return (Str){room, s.len};
}

/* The younger generation is full: it becomes the older one, which goes. */
static void age(struct json_kin *k)
{
	struct generation gone = k->old;

	k->old = k->young;
	arena_end(gone.memory);
	k->young = (struct generation){.memory = gone.memory};
}

static const struct held *hold(struct json_kin *k, const struct held *line)
{
	struct generation *g = &k->young;
	struct held *at;

	if (g->count > 0 && g->bytes + line->text.len > GENERATION) {
		/* What is to be held may lie in what goes. */
		struct held copy = {text_copy(k->given, line->id), padded(k->given, line->text),
			line->parent.at ? text_copy(k->given, line->parent) : (Str){0}};

		age(k);
		return hold(k, &copy);
	}
	if (2 * (g->count + 1) > g->room)
		grow(g);
	at = &g->at[place_of(g, line->id)];
	g->count += !at->id.at;
	g->bytes += line->text.len + line->id.len + line->parent.len + WINDOW_PADDING;
	*at = (struct held){text_copy(g->memory, line->id), padded(g->memory, line->text),
		line->parent.at ? text_copy(g->memory, line->parent) : (Str){0}};
	return at;
}

/* What is asked for stays. */
static const struct held *ask(struct json_kin *k, Str id)
{
	const struct held *found = find(&k->young, id);

	if (!found)
		found = find(&k->old, id);
	return found && !find(&k->young, id) ? hold(k, found) : found;
}

/* ── parents ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool no_parent(Str id, struct err *e)
{
	return err_set(e, ERR_FORMAT, "it belongs to %.*s, which does not stand before it, or more than 16 MiB; have the "
		"file grouped by its parents", STR(id));
}

/* As a tree that ends with the batch, in what it belongs to itself. */
static bool resolve(struct json_kin *k, Str id, int depth, const struct tree_context **context, struct err *e)
{
	const struct held *line = ask(k, id);
	struct tree_context *made = arena_new_of(k->given, struct tree_context);
	struct json_result result;
	Str above;

	if (!line)
		return no_parent(id, e);
	if (depth == DEPTH_MOST)
		return err_set(e, ERR_FORMAT, "it belongs to lines that belong to more than %d others", DEPTH_MOST);
	above = line->parent.at ? text_copy(k->given, line->parent) : (Str){0};
	json_parse(k->json, k->given, padded(k->given, line->text), &result);
	if (!result.tree)
		return no_parent(id, e);
	made->row = result.tree;
	*context = made;
	return !above.at || resolve(k, above, depth + 1, &made->parent, e);
}

static bool parent_of(struct json_kin *k, Str id, const struct tree_context **parent, struct err *e)
{
	if (!k->last.id.at || !text_is(k->last.id, id)) {
		if (!resolve(k, id, 0, parent, e))
			return false;
		k->last = (struct known){text_copy(k->given, id), *parent};
	}
	*parent = k->last.context;
	return true;
}

static Str member(const struct tree *tree, Str name)
{
	const struct tree *m = tree && tree->kind == TREE_OBJECT ? tree->children : NULL;

	while (m && !text_is(m->name, name))
		m = m->next;
	return m && (m->kind == TREE_TEXT || m->kind == TREE_NUMBER) ? m->text : (Str){0};
}

bool json_kin_take(struct json_kin *k, Str text, const struct tree *tree, bool *is_row,
	const struct tree_context **parent, struct err *e)
{
	struct held line = {member(tree, k->kin->id), text, member(tree, k->kin->parent)};

	*parent = NULL;
	*is_row = k->kin->of.len == 0 || (line.id.at && text_glob(k->kin->of, line.id));
	if (*is_row && line.parent.at && !parent_of(k, line.parent, parent, e))
		return false;
	if (line.id.at)
		hold(k, &line);
	return true;
}
