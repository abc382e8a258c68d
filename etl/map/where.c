#include "map/where.h"

#include "config/keys.h"
#include "map/keys.h"

/* ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_in(const struct where *x, const struct value *v)
{
	for (size_t i = 0; i < x->value_count; i++)
		if (value_compare(x->type, v, &x->values[i]) == 0)
			return true;
	return false;
}

static bool holds(const struct where *x, const struct value *v)
{
	bool is_negation = x->test == TEST_IS_NOT || x->test == TEST_NOT_IN;
	int order;
	Str found;

	if (x->test == TEST_NULL || x->test == TEST_NOT_NULL)
		return v->null == (x->test == TEST_NULL);
	if (v->null)
		return is_negation;
	if (x->test == TEST_MATCH)
		return regex_match(x->regex, v->as.text, 0, &found);
	if (x->test == TEST_PREFIX)
		return text_begins(v->as.text, x->values[0].as.text);
	if (x->test == TEST_IS || x->test == TEST_IN || is_negation)
		return is_in(x, v) != is_negation;
	order = value_compare(x->type, v, &x->values[0]);
	if (x->test == TEST_LESS || x->test == TEST_AT_MOST)
		return order < 0 || (order == 0 && x->test == TEST_AT_MOST);
	return order > 0 || (order == 0 && x->test == TEST_AT_LEAST);
}

enum answer where_ask(const struct where *x, const struct value *values, const bool *bad)
{
	enum answer settled = x->kind == WHERE_ALL ? ANSWER_NO : ANSWER_YES, answer;

	if (x->kind == WHERE_ONE)
		return bad[x->slot] ? ANSWER_UNKNOWN : holds(x, &values[x->slot]) ? ANSWER_YES : ANSWER_NO;
	answer = x->kind == WHERE_ALL ? ANSWER_YES : ANSWER_NO;
	for (size_t i = 0; i < x->count; i++) {
		enum answer part = where_ask(&x->parts[i], values, bad);

		if (part == settled)
			return settled;
		answer = part == ANSWER_UNKNOWN ? part : answer;
	}
	return answer;
}

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool read_values(struct compile *c, const struct node *n, struct where *x, Str name)
{
	bool list = x->test == TEST_IN || x->test == TEST_NOT_IN;
	struct value *values = arena_array(c->a, n->count + 1, struct value);

	if (list != (n->kind == NODE_ARRAY))
		return mistake(c->m, n, "\"value\" must be %s here", list ? "a list" : "a single value");
	x->values = values;
	x->value_count = list ? n->count : 1;
	for (size_t i = 0; i < x->value_count; i++) {
		const struct node *item = list ? n->items[i] : n;

		if (!value_of_node(c->a, x->type, item, &values[i]))
			return mistake(c->m, item, "this is no value of %.*s, which is of type \"%s\"", STR(name),
				field_types[x->type].name);
	}
	return true;
}

static bool read_regex(struct compile *c, const struct node *n, const struct regex **r)
{
	struct err e = {0};
	struct regex *regex;

	if (n->kind != NODE_TEXT)
		return mistake(c->m, n, "a pattern must be a text, not %s", node_kind_name(n->kind));
	if (!regex_open(c->a, n->text, &regex, &e))
		return mistake(c->m, n, "%s", e.message);
	*r = regex;
	return true;
}

/* Whoever asks whether something is null knows that it may be lacking. */
static bool read_path(struct compile *c, const struct node *get, const struct where_keys *k, struct where *x)
{
	struct spec *s = compile_extra(c, get, k->get, "where");

	if (!s)
		return false;
	s->missing_rejects = k->missing == MISSING_REJECT;
	s->optional = k->missing == MISSING_NULL || k->is == TEST_NULL || k->is == TEST_NOT_NULL;
	s->simple = !s->missing_rejects;
	x->slot = s->slot;
	return true;
}

static bool read_subject(struct compile *c, const struct node *n, const struct where_keys *k, struct where *x,
	Str *name)
{
	const struct node *field = node_child(n, S("field")), *get = node_child(n, S("get"));

	if (!field == !get)
		return mistake(c->m, n, "a condition names one thing: field = \"…\" or get = \"path\"");
	*name = field ? k->field : k->get;
	if (!field) {
		x->type = TYPE_TEXT;
		return read_path(c, get, k, x);
	}
	if (k->missing)
		return mistake(c->m, node_child(n, S("missing")), "\"missing\" is for a path; a field says it itself");
	x->slot = compile_field(c, field, k->field);
	if (x->slot < 0)
		return false;
	x->type = c->from->entity->fields[x->slot].type;
	return true;
}

static bool read_one(struct compile *c, const struct node *n, struct where *x)
{
	struct where_keys k = {0};
	Str name = {0};

	x->kind = WHERE_ONE;
	if (!keys_read(c->a, n, where_key_rows, where_key_count, &k, c->m) || !read_subject(c, n, &k, x, &name))
		return false;
	x->test = (enum test)k.is;
	if (!test_fits(n, x->test, x->type, name, c->m))
		return false;
	if (!k.value)
		return true;
	if (x->test == TEST_MATCH)
		return read_regex(c, k.value, &x->regex);
	if (x->test == TEST_PREFIX && k.value->kind == NODE_TEXT) {
		struct value *v = arena_new_of(c->a, struct value);

		v->as.text = k.value->text;
		x->values = v;
		return true;
	}
	return read_values(c, k.value, x, name);
}

static bool read_list(struct compile *c, const struct node *n, enum where_kind kind, struct where *x)
{
	struct where *parts = arena_array(c->a, n->count + 1, struct where);
	bool good = n->count > 0 || mistake(c->m, n, "an empty list of conditions");

	*x = (struct where){.kind = kind, .parts = parts, .count = n->count};
	for (size_t i = 0; i < n->count; i++) {
		const struct node *item = n->items[i];

		if (item->kind == NODE_ARRAY)
			good = read_list(c, item, kind == WHERE_ALL ? WHERE_ANY : WHERE_ALL, &parts[i]) && good;
		else if (item->kind == NODE_TABLE)
			good = read_one(c, item, &parts[i]) && good;
		else
			good = mistake(c->m, item, "a condition must be a table such as "
				"{ field = \"status\", is = \"=\", value = \"paid\" }");
	}
	return good;
}

bool where_read(struct compile *c, const struct node *n, const struct where **where)
{
	struct where *x = arena_new_of(c->a, struct where);

	if (n->kind != NODE_ARRAY)
		return mistake(c->m, n, "\"where\" must be a list of conditions, not %s", node_kind_name(n->kind));
	*where = x;
	return read_list(c, n, WHERE_ALL, x);
}
