#include "config/condition.h"

#include "base/currency.h"
#include "base/regex.h"
#include "db/pattern.h"

const struct key_name test_names[] = {
	{"=", TEST_IS}, {"<>", TEST_IS_NOT}, {"<", TEST_LESS}, {"<=", TEST_AT_MOST}, {">", TEST_MORE},
	{">=", TEST_AT_LEAST}, {"in", TEST_IN}, {"not_in", TEST_NOT_IN}, {"null", TEST_NULL},
	{"not_null", TEST_NOT_NULL}, {"match", TEST_MATCH}, {"prefix", TEST_PREFIX}, {NULL, 0},
};

struct clause {
	Str field;
	enum test is;
	const struct node *value;
};

static const struct key clause_keys[] = {
	KEY(struct clause, field, .doc = "of the entity", .required = true),
	KEY(struct clause, is, .doc = "how it is compared", .names = test_names, .def = "="),
	KEY(struct clause, value, .takes = "text, number, true or false, date, or list",
		.doc = "a text, number, boolean or date; a list for in and not_in; for match a regular expression of "
			"characters, ., [a-z], groups, |, ^, $, * + ? {m,n} and looking ahead or behind"),
};

bool test_fits(const struct node *n, enum test test, enum field_type type, Str name, struct mistakes *m)
{
	bool is_text = type == TYPE_TEXT || type == TYPE_GTIN || type == TYPE_CURRENCY;
	const struct node *value = node_child(n, S("value"));

	if (test == TEST_NULL || test == TEST_NOT_NULL)
		return !value || mistake(m, value, "\"value\" means nothing beside is = \"null\" or \"not_null\"");
	if (!value)
		return mistake(m, n, "\"value\" is missing");
	if (type == TYPE_JSON)
		return mistake(m, n, "a field of type \"json\" can only be asked whether it is null");
	if ((test == TEST_MATCH || test == TEST_PREFIX) && !is_text)
		return mistake(m, node_child(n, S("is")), "\"%s\" is for text, %.*s is of type \"%s\"",
			test == TEST_MATCH ? "match" : "prefix", STR(name), field_types[type].name);
	return true;
}

static bool is_moment(Str s)
{
	instant t;
	date day;

	return instant_parse(s, &t) || date_parse(s, &day);
}

/* Whether the database will read it as the type's; what has no form of its own here is left to it. */
static bool is_of(struct arena *a, enum field_type type, Str s)
{
	struct decimal d;
	int64_t n;
	date day;

	switch (type) {
	case TYPE_INTEGER:
		return decimal_parse(a, s, &d) && decimal_integer(d, &n);
	case TYPE_DECIMAL:
	case TYPE_MONEY:
		return decimal_parse(a, s, &d);
	case TYPE_CURRENCY:
		return currency_listed(s) != NULL;
	case TYPE_BOOLEAN:
		return text_is(s, S("true")) || text_is(s, S("false"));
	case TYPE_TIMESTAMP:
		return is_moment(s);
	case TYPE_DATE:
		return date_parse(s, &day);
	default:
		return true;
	}
}

static bool value_add(struct arena *a, const struct node *n, const struct field *f, struct texts *values,
	struct mistakes *m)
{
	Str s;

	if (!node_scalar(a, n, &s))
		return mistake(m, n, "\"value\" must be a single value, not %s", node_kind_name(n->kind));
	texts_add(a, values, s);
	return is_of(a, f->type, s) || mistake(m, n, "this is no value of %.*s, which is of type \"%s\"", STR(f->name),
		field_types[f->type].name);
}

/* Of match and prefix: text, whatever the field may hold.  A pattern is kept as the database is asked for it. */
static bool pattern_add(struct arena *a, const struct node *n, enum test test, struct texts *values,
	struct mistakes *m)
{
	struct err e = {0};
	struct regex *regex;
	Str value = n->text;

	if (n->kind != NODE_TEXT)
		return mistake(m, n, "\"value\" must be a text here, not %s", node_kind_name(n->kind));
	if (test == TEST_MATCH && !(regex_open(a, n->text, &regex, &e) && pattern_sql(a, n->text, &value, &e)))
		return mistake(m, n, "%s", e.message);
	texts_add(a, values, value);
	return true;
}

static bool values_read(struct arena *a, const struct node *n, const struct field *f, struct condition *c,
	struct mistakes *m)
{
	bool good = true;

	if (!n)
		return true;
	if (c->test == TEST_MATCH || c->test == TEST_PREFIX)
		return pattern_add(a, n, c->test, &c->values, m);
	if (c->test != TEST_IN && c->test != TEST_NOT_IN)
		return value_add(a, n, f, &c->values, m);
	if (n->kind != NODE_ARRAY || n->count == 0)
		return mistake(m, n, "\"value\" must be a list of values here");
	for (size_t i = 0; i < n->count; i++)
		good = value_add(a, n->items[i], f, &c->values, m) && good;
	return good;
}

static bool clause_read(struct arena *a, const struct node *at, const struct entity *n, struct condition *c,
	struct mistakes *m)
{
	struct clause clause = {0};
	const struct field *f;

	if (!key_table(at, "where", m) || !keys_read(a, at, clause_keys, KEY_COUNT(clause_keys), &clause, m))
		return false;
	c->field = entity_field_named(a, n, clause.field, node_child(at, S("field")), m);
	if (c->field < 0)
		return false;
	f = &n->fields[c->field];
	c->test = clause.is;
	return test_fits(at, c->test, f->type, f->name, m) && values_read(a, clause.value, f, c, m);
}

static bool any_read(struct arena *a, const struct node *list, const struct entity *n, struct condition *c,
	struct mistakes *m)
{
	struct condition *any = arena_array(a, list->count, struct condition);
	bool ok = list->count > 0 || mistake(m, list, "an empty list of conditions");

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

/* ── in words ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static const char *test_name(enum test test)
{
	const struct key_name *t = test_names;

	while (t->value != (int)test)
		t++;
	return t->name;
}

static void condition_say(struct buf *b, const struct condition *c, const struct entity *n)
{
	bool many = c->test == TEST_IN || c->test == TEST_NOT_IN;

	buf_print(b, "%.*s %s", STR(n->fields[c->field].name), test_name(c->test));
	for (size_t i = 0; i < c->values.count; i++)
		buf_print(b, "%s%.*s", i > 0 ? ", " : many ? " (" : " ", STR(c->values.at[i]));
	buf_add(b, many ? S(")") : S(""));
}

Str conditions_said(struct arena *a, const struct conditions *c, const struct entity *n)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < c->count; i++) {
		const struct condition *one = &c->at[i];

		buf_add(b, i > 0 ? S(" and ") : S(""));
		if (one->field >= 0)
			condition_say(b, one, n);
		for (size_t j = 0; j < one->any_count; j++) {
			buf_add(b, j == 0 ? S("(") : S(" or "));
			condition_say(b, &one->any[j], n);
		}
		buf_add(b, one->any_count > 0 ? S(")") : S(""));
	}
	return buf_str(b);
}
