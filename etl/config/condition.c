#include "config/condition.h"

#include "config/keys.h"

static const struct {
	const char *name;
	enum test test;
} tests[] = {
	{"=", TEST_IS}, {"<>", TEST_IS_NOT}, {"<", TEST_LESS}, {"<=", TEST_AT_MOST}, {">", TEST_MORE},
	{">=", TEST_AT_LEAST}, {"in", TEST_IN}, {"not_in", TEST_NOT_IN}, {"null", TEST_NULL},
	{"not_null", TEST_NOT_NULL}, {"match", TEST_MATCH}, {"prefix", TEST_PREFIX},
};

enum { TESTS = sizeof tests / sizeof *tests };

struct clause {
	Str field, is;
	const struct node *value;
};

static const struct key clause_keys[] = {
	KEY(struct clause, field, .doc = "of the entity", .required = true),
	KEY(struct clause, is, .doc = "how it is compared", .def = "="),
	KEY(struct clause, value, .doc = "a text, number, boolean or date; a list for in and not_in"),
};

static bool test_find(struct arena *a, Str name, const struct node *at, enum test *test, struct mistakes *m)
{
	struct texts names = {0};

	for (size_t i = 0; i < TESTS; i++) {
		if (text_is(name, text(tests[i].name))) {
			*test = tests[i].test;
			return true;
		}
		texts_add(a, &names, text(tests[i].name));
	}
	return mistake(m, at, "unknown comparison %s%s; there are = <> < <= > >= in not_in null not_null match prefix",
		text_quoted(a, name), did_you_mean(a, name, &names));
}

static int field_find(struct arena *a, Str name, const struct entity *n, const struct node *at, struct mistakes *m)
{
	int field = entity_field(n, name);
	struct texts names = {0};

	if (field >= 0)
		return field;
	for (size_t i = 0; i < n->field_count; i++)
		texts_add(a, &names, n->fields[i].name);
	mistake(m, at, "entity \"%.*s\" has no field %s%s", STR(n->name), text_quoted(a, name),
		did_you_mean(a, name, &names));
	return -1;
}

static bool value_add(struct arena *a, const struct node *n, struct texts *values, struct mistakes *m)
{
	switch (n->kind) {
	case NODE_TABLE:
	case NODE_ARRAY:
		return mistake(m, n, "\"value\" must be a single value, not %s", node_kind_name(n->kind));
	case NODE_INTEGER:
		texts_add(a, values, text(arena_print(a, "%lld", (long long)n->integer)));
		return true;
	case NODE_BOOLEAN:
		texts_add(a, values, n->boolean ? S("true") : S("false"));
		return true;
	case NODE_TEXT: case NODE_FLOAT: case NODE_DATE: case NODE_TIME: case NODE_DATETIME:
		texts_add(a, values, n->text);
		return true;
	}
	return false;
}

static bool values_read(struct arena *a, const struct node *at, const struct node *value, struct condition *c,
	struct mistakes *m)
{
	bool list = c->test == TEST_IN || c->test == TEST_NOT_IN, none = c->test == TEST_NULL || c->test == TEST_NOT_NULL;

	if (none)
		return value ? mistake(m, value, "\"value\" has no meaning here") : true;
	if (!value)
		return mistake(m, at, "\"value\" is missing");
	if (!list)
		return value_add(a, value, &c->values, m);
	if (value->kind != NODE_ARRAY)
		return mistake(m, value, "\"value\" must be a list, not %s", node_kind_name(value->kind));
	for (size_t i = 0; i < value->count; i++)
		if (!value_add(a, value->items[i], &c->values, m))
			return false;
	return true;
}

static bool clause_read(struct arena *a, const struct node *at, const struct entity *n, struct condition *c,
	struct mistakes *m)
{
	struct clause clause = {0};

	if (!keys_read(a, at, clause_keys, KEY_COUNT(clause_keys), &clause, m))
		return false;
	c->field = field_find(a, clause.field, n, at, m);
	return c->field >= 0 && test_find(a, clause.is, at, &c->test, m) && values_read(a, at, clause.value, c, m);
}

static bool any_read(struct arena *a, const struct node *list, const struct entity *n, struct condition *c,
	struct mistakes *m)
{
	struct condition *any = arena_array(a, list->count, struct condition);
	bool ok = true;

	c->field = -1;
	c->any = any;
	c->any_count = list->count;
	for (size_t i = 0; i < list->count; i++)
		ok = clause_read(a, list->items[i], n, &any[i], m) && ok;
	return ok;
}

bool conditions_read(struct arena *a, const struct node *list, const struct entity *n, struct conditions *out,
	struct mistakes *m)
{
	struct condition *at;
	bool ok = true;

	*out = (struct conditions){0};
	if (!list)
		return true;
	if (list->kind != NODE_ARRAY)
		return mistake(m, list, "conditions must be a list of tables, not %s", node_kind_name(list->kind));
	at = arena_array(a, list->count, struct condition);
	for (size_t i = 0; i < list->count; i++)
		ok = (list->items[i]->kind == NODE_ARRAY ? any_read(a, list->items[i], n, &at[i], m)
							 : clause_read(a, list->items[i], n, &at[i], m)) && ok;
	*out = (struct conditions){at, list->count};
	return ok;
}
