#include "config/environment.h"

#include "config/keys.h"

enum { NAME_MOST = 40, TEXT_MOST = 1 << 20 };

/* What no two environments share. */
static const struct {
	const char *name, *folder;
} places[] = {{"database", NULL}, {"landings", "landings"}, {"reports", "reports"}};

enum { PLACES = sizeof places / sizeof *places };

bool environment_name(Str name)
{
	bool good = name.len > 0 && name.len <= NAME_MOST && name.at[0] >= 'a' && name.at[0] <= 'z';

	for (size_t i = 0; i < name.len; i++)
		good = good && ((name.at[i] >= 'a' && name.at[i] <= 'z') || byte_is_digit(name.at[i])
			|| name.at[i] == '_' || name.at[i] == '-');
	return good;
}

const char *environment_home(struct arena *a, Str name)
{
	return name.len > 0 ? arena_print(a, "var/%.*s", STR(name)) : "var";
}

/* ── what lies over what ───────────────────────────────────────────────────────────────────────────────────────── */

static void lay(struct arena *a, struct node *into, const struct node *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct node *theirs = from->items[i], *ours = node_child(into, theirs->name);

		if (!ours)
			node_add(a, into, theirs);
		else if (ours->kind == NODE_TABLE && theirs->kind == NODE_TABLE)
			lay(a, ours, theirs);
		else
			*ours = *theirs;
	}
}

static void drop(struct node *table, Str name)
{
	size_t kept = 0;

	for (size_t i = 0; i < table->count; i++)
		if (!text_is(table->items[i]->name, name))
			table->items[kept++] = table->items[i];
	table->count = kept;
}

static void put(struct arena *a, struct node *table, const char *name, const char *value)
{
	struct node *n = node_new(a, NODE_TEXT, table);

	n->name = text(name);
	n->text = text(value);
	node_add(a, table, n);
}

/* Its secrets are its own. */
static void secrets_rename(struct arena *a, struct node *n, Str name)
{
	static const char opening[] = "${secret:";
	struct buf *b;
	Str rest = n->text;

	for (size_t i = 0; i < n->count; i++)
		secrets_rename(a, n->items[i], name);
	if (n->kind != NODE_TEXT || text_find(rest, text(opening)) >= rest.len)
		return;
	b = buf_new(a, TEXT_MOST);
	for (size_t at; (at = text_find(rest, text(opening))) < rest.len; rest = text_from(rest, at + strlen(opening)))
		buf_print(b, "%.*s%s%.*s_", STR(text_head(rest, at)), opening, STR(name));
	buf_add(b, rest);
	n->text = text(text_z(a, buf_str(b)));
}

/* ── its own places ────────────────────────────────────────────────────────────────────────────────────────────── */

static Str text_of(const struct node *n, Str absent)
{
	return n && n->kind == NODE_TEXT ? n->text : absent;
}

/* What the project says of its places is not said of an environment's. */
static void places_empty(struct arena *a, struct node *own, Str name, Str before[PLACES])
{
	for (size_t i = 0; i < PLACES; i++) {
		const char *plain = places[i].folder ? arena_print(a, "var/%s", places[i].folder) : "embedded";

		before[i] = text_of(node_child(own, text(places[i].name)), text(plain));
		drop(own, text(places[i].name));
		if (places[i].folder)
			put(a, own, places[i].name, arena_print(a, "%s/%s", environment_home(a, name), places[i].folder));
	}
}

static bool places_check(struct arena *a, const struct node *own, const Str before[PLACES], Str name,
	struct mistakes *m)
{
	bool good = true;

	for (size_t i = 0; i < PLACES; i++) {
		const struct node *n = node_child(own, text(places[i].name));

		if (n && text_is(text_of(n, S("")), before[i]) && !text_is(before[i], S("embedded")))
			good = mistake(m, n, "\"%s\" is %s, which is the project's own; environment %.*s needs another",
				places[i].name, text_quoted(a, before[i]), STR(name));
	}
	return good;
}

/* On pages and in the terminal: which one it is. */
static void title_tell(struct arena *a, struct node *own, Str name)
{
	Str title = text_of(node_child(own, S("title")), S(""));

	drop(own, S("title"));
	put(a, own, "title", arena_print(a, "%.*s%senvironment %.*s", STR(title), title.len > 0 ? ", " : "", STR(name)));
}

/* ── the tree ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static struct node *settings_of(struct arena *a, struct node *root)
{
	struct node *own = node_child(root, S("counterfoil"));

	if (!own) {
		own = node_new(a, NODE_TABLE, root);
		own->name = S("counterfoil");
		node_add(a, root, own);
	}
	return own;
}

static bool all_sound(struct arena *a, const struct node *all, struct mistakes *m)
{
	bool good = true;

	for (size_t i = 0; all && i < all->count; i++) {
		const struct node *n = all->items[i];

		if (!environment_name(n->name))
			good = mistake(m, n, "%s cannot be the name of an environment; use small letters, digits, _ and -",
				text_quoted(a, n->name));
		else
			good = key_table(n, text_z(a, n->name), m) && good;
		if (node_get(n, "counterfoil.include"))
			good = mistake(m, node_get(n, "counterfoil.include"), "an environment has the project's files; "
				"\"include\" cannot be another");
	}
	return good;
}

static bool none_such(struct arena *a, const struct node *root, const struct node *all, Str name, struct mistakes *m)
{
	struct texts names = {0};

	for (size_t i = 0; all && i < all->count; i++)
		texts_add(a, &names, all->items[i]->name);
	return mistake(m, all ? all : root, "there is no [environment.%.*s]%s", STR(name), did_you_mean(a, name, &names));
}

bool environment_lay(struct arena *a, struct node *root, Str name, struct mistakes *m)
{
	struct node *all = node_child(root, S("environment")), *chosen = node_child(all, name), *own;
	Str before[PLACES];

	if ((all && !key_table(all, "environment", m)) || !all_sound(a, all, m))
		return false;
	if (name.len == 0)
		return true;
	if (!chosen)
		return none_such(a, root, all, name, m);
	own = settings_of(a, root);
	if (own->kind != NODE_TABLE)
		return true;
	places_empty(a, own, name, before);
	lay(a, root, chosen);
	title_tell(a, own, name);
	secrets_rename(a, root, name);
	return places_check(a, own, before, name, m);
}

void environment_describe(struct buf *b)
{
	buf_print(b, "## [environment.NAME]\n\n| key | type | default | meaning |\n|---|---|---|---|\n"
		"| any table | table |  | laid over the project's table of that name where this environment is asked for |\n"
		"| `counterfoil.database` | text | `embedded` | its own, as are the two folders: what the project says of "
		"its own does not hold here |\n"
		"| `counterfoil.landings` | text | `var/NAME/landings` | |\n"
		"| `counterfoil.reports` | text | `var/NAME/reports` | |\n\n");
}
