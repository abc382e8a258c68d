#include "config/like.h"

#include "config/keys.h"

enum { TEXT_MOST = 1 << 20 };

/* ── gaps ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* How long the name of a gap is that begins here, behind "${"; 0: it is none, such as "${secret:…}". */
static size_t gap_name(Str s)
{
	size_t n = 0;

	while (n < s.len && (byte_is_digit(s.at[n]) || s.at[n] == '_' || (s.at[n] >= 'a' && s.at[n] <= 'z')))
		n++;
	return n < s.len && s.at[n] == '}' ? n : 0;
}

static bool gap_value(const struct node *system, Str name, Str *value)
{
	const struct node *set = node_child(system, S("set")), *n = node_child(set, name);

	*value = n ? n->text : system->name;
	return (n && n->kind == NODE_TEXT) || text_is(name, S("system"));
}

static bool text_fill(struct arena *a, const struct node *system, struct node *n, struct mistakes *m)
{
	struct buf *b = buf_new(a, TEXT_MOST);
	Str rest = n->text;
	bool good = true;

	if (text_find(rest, S("${")) >= rest.len)
		return true;
	for (size_t at; (at = text_find(rest, S("${"))) < rest.len;) {
		Str name = text_head(text_from(rest, at + 2), gap_name(text_from(rest, at + 2))), value = {0};

		buf_add(b, text_head(rest, name.len > 0 ? at : at + 2));
		if (name.len > 0 && !gap_value(system, name, &value))
			good = mistake(m, node_child(system, S("like")), "there is no value for ${%.*s}, which %s:%d needs; say "
				"set = { %.*s = \"…\" }", STR(name), n->file, n->line, STR(name));
		buf_add(b, value);
		rest = text_from(rest, name.len > 0 ? at + 2 + name.len + 1 : at + 2);
	}
	buf_add(b, rest);
	n->text = text(text_z(a, buf_str(b)));
	return good;
}

static bool gaps_fill(struct arena *a, const struct node *system, struct node *n, struct mistakes *m)
{
	bool good = n->kind != NODE_TEXT || text_fill(a, system, n, m);

	for (size_t i = 0; i < n->count; i++)
		good = gaps_fill(a, system, n->items[i], m) && good;
	return good;
}

/* ── what is taken ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* One system takes from its own copy of a kind. */
struct taking {
	struct arena *a;
	const struct node *system;
	struct mistakes *m;
	bool good;
};

/* Two tables of different kinds, such as auth = { kind = "bearer", … }, have nothing for each other. */
static bool is_another(const struct node *ours, const struct node *theirs)
{
	const struct node *one = node_child(ours, S("kind")), *other = node_child(theirs, S("kind"));

	return one && other && one->kind == NODE_TEXT && other->kind == NODE_TEXT && !text_is(one->text, other->text);
}

static void add_defaults(struct taking *t, struct node *into, const struct node *from, const char *except)
{
	for (size_t i = 0; i < from->count; i++) {
		struct node *theirs = from->items[i], *ours = node_child(into, theirs->name);

		if (except && text_is(theirs->name, text(except)))
			continue;
		if (!ours) {
			t->good = gaps_fill(t->a, t->system, theirs, t->m) && t->good;
			node_add(t->a, into, theirs);
		} else if (ours->kind == NODE_TABLE && theirs->kind == NODE_TABLE && !is_another(ours, theirs)) {
			add_defaults(t, ours, theirs, NULL);
		}
	}
}

static struct node *child_table(struct arena *a, struct node *table, Str name, const struct node *place)
{
	struct node *child = node_child(table, name);

	if (!child) {
		child = node_new(a, NODE_TABLE, place);
		child->name = name;
		node_add(a, table, child);
	}
	return child;
}

static void take_extracts(struct taking *t, struct node *root, const struct node *extracts)
{
	struct node *all = child_table(t->a, root, S("extract"), extracts);
	struct node *own = all->kind == NODE_TABLE ? child_table(t->a, all, t->system->name, extracts) : all;

	if (own->kind == NODE_TABLE)
		add_defaults(t, own, extracts, NULL);
}

static bool no_kind(struct arena *a, const struct node *like, const struct node *kinds, struct mistakes *m)
{
	struct texts names = {0};

	for (size_t i = 0; kinds && i < kinds->count; i++)
		texts_add(a, &names, kinds->items[i]->name);
	return mistake(m, like, "there is no [kind.%.*s]%s", STR(like->text), did_you_mean(a, like->text, &names));
}

static bool system_fill(struct arena *a, struct node *root, struct node *system, struct mistakes *m)
{
	const struct node *like = node_child(system, S("like")), *kinds = node_child(root, S("kind")), *kind, *extracts;
	struct taking t = {.a = a, .system = system, .m = m, .good = true};
	struct node *own;
	Str name;

	if (!like)
		return true;
	if (!key_text(like, "like", &name, m))
		return false;
	kind = node_child(kinds, name);
	if (!kind || kind->kind != NODE_TABLE)
		return no_kind(a, like, kinds, m);
	if (node_child(kind, S("like")))
		return mistake(m, node_child(kind, S("like")), "a kind cannot be like another");
	extracts = node_child(kind, S("extract"));
	if (extracts && !key_table(extracts, "extract", m))
		return false;
	own = node_copy(a, kind);
	add_defaults(&t, system, own, "extract");
	if (extracts)
		take_extracts(&t, root, node_child(own, S("extract")));
	return t.good;
}

bool like_fill(struct arena *a, struct node *root, struct mistakes *m)
{
	struct node *systems = node_child(root, S("system"));
	bool good = true;

	for (size_t i = 0; systems && i < systems->count; i++)
		good = system_fill(a, root, systems->items[i], m) && good;
	return good;
}
