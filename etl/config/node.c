#include "config/node.h"

struct node *node_new(struct arena *a, enum node_kind kind, const struct node *like)
{
	struct node *n = arena_new_of(a, struct node);

	n->kind = kind;
	n->name = like->name;
	n->file = like->file;
	n->line = like->line;
	n->column = like->column;
	return n;
}

void node_add(struct arena *a, struct node *parent, struct node *child)
{
	parent->items = arena_grow(a, parent->items, parent->count, sizeof(struct node *));
	parent->items[parent->count++] = child;
}

struct node *node_child(const struct node *table, Str name)
{
	if (!table || table->kind != NODE_TABLE)
		return NULL;
	for (size_t i = 0; i < table->count; i++)
		if (text_is(table->items[i]->name, name))
			return table->items[i];
	return NULL;
}

const struct node *node_place(const struct node *n, const char *name)
{
	const struct node *child = node_child(n, text(name));

	return child ? child : n;
}

const struct node *node_item(const struct node *list, size_t i)
{
	return list->kind == NODE_ARRAY ? list->items[i] : list;
}

const struct node *node_get(const struct node *root, const char *path)
{
	Str head, rest = text(path);
	bool more;

	do {
		more = text_cut(rest, '.', &head, &rest);
		root = node_child(root, head);
	} while (more && root);
	return root;
}

const char *node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {
		[NODE_TABLE] = "a table", [NODE_ARRAY] = "a list", [NODE_TEXT] = "a text", [NODE_INTEGER] = "an integer",
		[NODE_FLOAT] = "a float", [NODE_BOOLEAN] = "a boolean", [NODE_DATE] = "a date", [NODE_TIME] = "a time",
		[NODE_DATETIME] = "a date with a time",
	};

	return names[kind];
}

/* TOML allows 1_000.5. */
static Str without_underscores(struct arena *a, Str s)
{
	char *out = text_z(a, s);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != '_')
			out[n++] = s.at[i];
	return (Str){out, n};
}

bool node_scalar(struct arena *a, const struct node *n, Str *s)
{
	switch (n->kind) {
	case NODE_TABLE:
	case NODE_ARRAY:
		return false;
	case NODE_INTEGER:
		*s = text(arena_print(a, "%jd", (intmax_t)n->integer));
		return true;
	case NODE_BOOLEAN:
		*s = n->boolean ? S("true") : S("false");
		return true;
	case NODE_FLOAT:
		*s = without_underscores(a, n->text);
		return true;
	default:
		*s = n->text;
		return true;
	}
}

struct node *node_copy(struct arena *a, const struct node *n)
{
	struct node *copy = arena_new_of(a, struct node);

	*copy = *n;
	copy->items = arena_array(a, n->count + 1, struct node *);
	for (size_t i = 0; i < n->count; i++)
		copy->items[i] = node_copy(a, n->items[i]);
	return copy;
}

static void put_items(struct arena *a, const struct node *n, struct json_out *j)
{
	for (size_t i = 0; i < n->count; i++) {
		if (n->kind == NODE_TABLE)
			json_name(j, text_z(a, n->items[i]->name));
		node_json(a, n->items[i], j);
	}
}

void node_json(struct arena *a, const struct node *n, struct json_out *j)
{
	switch (n->kind) {
	case NODE_TABLE:
		json_object(j);
		put_items(a, n, j);
		json_object_end(j);
		break;
	case NODE_ARRAY:
		json_array(j);
		put_items(a, n, j);
		json_array_end(j);
		break;
	case NODE_INTEGER:
		json_int(j, n->integer);
		break;
	case NODE_BOOLEAN:
		json_bool(j, n->boolean);
		break;
	case NODE_FLOAT:
		json_raw(j, without_underscores(a, n->text));
		break;
	case NODE_TEXT:
	case NODE_DATE:
	case NODE_TIME:
	case NODE_DATETIME:
		json_text(j, n->text);
		break;
	}
}

static void digest_add(struct digester *d, const struct node *n)
{
	char kind = (char)('a' + n->kind);

	digester_add(d, (Str){&kind, 1});
	digester_add(d, n->name);
	digester_add(d, S("\n"));
	digester_add(d, n->text);
	digester_add(d, (Str){(const char *)&n->integer, sizeof n->integer});
	digester_add(d, n->boolean ? S("1") : S("0"));
	for (size_t i = 0; i < n->count; i++)
		digest_add(d, n->items[i]);
	digester_add(d, S(")"));
}

struct digest node_digest(struct arena *a, const struct node *n)
{
	struct digester *d = digester_new(a);

	if (n)
		digest_add(d, n);
	return digester_end(d);
}
