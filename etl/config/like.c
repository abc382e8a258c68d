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

/* One system takes from its own copy of a kind. */
struct taking {
	struct arena *a;
	const struct node *system;
	struct texts missed;         /* gaps that there is no value for, each said once */
	struct mistakes *m;
	bool good;
};

static bool gap_value(const struct node *system, Str name, Str *value)
{
	const struct node *set = node_child(system, S("set")), *n = node_child(set, name);

	*value = n ? n->text : system->name;
	return n || text_is(name, S("system"));
}

static void miss(struct taking *t, Str name, const struct node *needs)
{
	t->good = false;
	if (texts_has(&t->missed, name))
		return;
	texts_add(t->a, &t->missed, name);
	mistake(t->m, node_child(t->system, S("like")), "there is no value for ${%.*s}, which %s:%d needs; say "
		"set = { %.*s = \"…\" }", STR(name), needs->file, needs->line, STR(name));
}

static void text_fill(struct taking *t, struct node *n)
{
	struct buf *b = buf_new(t->a, TEXT_MOST);
	Str rest = n->text;

	if (text_find(rest, S("${")) >= rest.len)
		return;
	for (size_t at; (at = text_find(rest, S("${"))) < rest.len;) {
		Str name = text_head(text_from(rest, at + 2), gap_name(text_from(rest, at + 2))), value = {0};

		buf_add(b, text_head(rest, name.len > 0 ? at : at + 2));
		if (name.len > 0 && !gap_value(t->system, name, &value))
			miss(t, name, n);
		buf_add(b, value);
		rest = text_from(rest, name.len > 0 ? at + 2 + name.len + 1 : at + 2);
	}
	buf_add(b, rest);
	n->text = text(text_z(t->a, buf_str(b)));
}

static void gaps_fill(struct taking *t, struct node *n)
{
	if (n->kind == NODE_TEXT)
		text_fill(t, n);
	for (size_t i = 0; i < n->count; i++)
		gaps_fill(t, n->items[i]);
}

/* The names of all gaps at and below a node. */
static void gaps_list(struct arena *a, const struct node *n, struct texts *names)
{
	Str rest = n->kind == NODE_TEXT ? n->text : S("");

	for (size_t at; (at = text_find(rest, S("${"))) < rest.len;) {
		rest = text_from(rest, at + 2);
		if (gap_name(rest) > 0 && !texts_has(names, text_head(rest, gap_name(rest))))
			texts_add(a, names, text_head(rest, gap_name(rest)));
	}
	for (size_t i = 0; i < n->count; i++)
		gaps_list(a, n->items[i], names);
}

/* A value that the kind asks nowhere for was meant for something. */
static void set_check(struct taking *t, const struct node *kind)
{
	const struct node *set = node_child(t->system, S("set"));
	struct texts names = {0};

	if (!set || set->kind != NODE_TABLE)
		return;
	gaps_list(t->a, kind, &names);
	for (size_t i = 0; i < set->count; i++) {
		const struct node *n = set->items[i];

		if (!texts_has(&names, n->name))
			t->good = mistake(t->m, n, "\"set\" says %s, which [kind.%.*s] asks nowhere for%s",
				text_quoted(t->a, n->name), STR(kind->name), did_you_mean(t->a, n->name, &names));
		else if (n->kind != NODE_TEXT)
			t->good = mistake(t->m, n, "%s in \"set\" must be a text, not %s", text_quoted(t->a, n->name),
				node_kind_name(n->kind));
	}
}

/* ── what is taken ─────────────────────────────────────────────────────────────────────────────────────────────── */

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
			gaps_fill(t, theirs);
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
	set_check(&t, kind);
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
