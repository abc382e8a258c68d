#include "config/keys.h"

#include <assert.h>
#include <stdio.h>

struct reading {
	struct arena *a;
	struct mistakes *m;
	const struct key *key;
};

/* ── what is wrong ── */

static bool wrong_type(struct mistakes *m, const struct node *n, const char *name, const char *must)
{
	return mistake(m, n, "\"%s\" must be %s, not %s", name, must, node_kind_name(n->kind));
}

static bool wrong_value(struct arena *a, struct mistakes *m, const struct node *n, const char *name, const char *must)
{
	return mistake(m, n, "\"%s\" is %s, must be %s", name, text_quoted(a, n->text), must);
}

static const struct key_name *name_in(const struct key_name *names, Str s)
{
	for (const struct key_name *x = names; x && x->name; x++)
		if (text_is(text(x->name), s))
			return x;
	return NULL;
}

static const struct key_name *name_find(const struct key *key, Str s)
{
	return name_in(key->names, s);
}

static const struct key_name *name_of_value(const struct key *key, int value)
{
	for (const struct key_name *x = key->names; x->name; x++)
		if (x->value == value)
			return x;
	return NULL;
}

/* What was probably meant by a name that is none, NULL if nothing is near. */
static const struct key_name *name_meant(struct reading *r, Str s)
{
	const struct key_name *other = name_in(r->key->meant, s);
	const char **names, *near;
	size_t count = 0;

	if (other)
		return name_of_value(r->key, other->value);
	while (r->key->names[count].name)
		count++;
	names = arena_array(r->a, count + 1, const char *);
	for (size_t i = 0; i < count; i++)
		names[i] = r->key->names[i].name;
	near = text_nearest(s, names, count);
	return near ? name_find(r->key, text(near)) : NULL;
}

static bool wrong_name(struct reading *r, const struct node *n)
{
	const struct key_name *meant = name_meant(r, n->text);
	struct buf *list = buf_new(r->a, 4096);

	for (const struct key_name *x = r->key->names; x->name; x++)
		buf_print(list, "%s%s", list->len ? ", " : "", x->name);
	return mistake(r->m, n, "\"%s\" is %s, must be one of %.*s%s%s%s", r->key->name, text_quoted(r->a, n->text),
		STR(buf_str(list)), meant ? "; did you mean \"" : "", meant ? meant->name : "", meant ? "\"?" : "");
}

/* ── values, one function a type ── */

bool key_text(const struct node *n, const char *name, Str *value, struct mistakes *m)
{
	if (n->kind != NODE_TEXT)
		return wrong_type(m, n, name, "a text");
	*value = n->text;
	return true;
}

bool key_texts(struct arena *a, const struct node *n, const char *name, struct texts *value, struct mistakes *m)
{
	struct node *const *items = n->kind == NODE_ARRAY ? n->items : NULL;

	if (n->kind == NODE_TEXT) {
		texts_add(a, value, n->text);
		return true;
	}
	if (n->kind != NODE_ARRAY)
		return wrong_type(m, n, name, "a list of texts");
	for (size_t i = 0; i < n->count; i++) {
		if (items[i]->kind != NODE_TEXT)
			return wrong_type(m, items[i], name, "a list of texts");
		texts_add(a, value, items[i]->text);
	}
	return true;
}

bool key_day(struct arena *a, const struct node *n, const char *name, struct day *value, struct mistakes *m)
{
	if (n->kind != NODE_TEXT && n->kind != NODE_DATE)
		return wrong_type(m, n, name, "a date such as 2026-03-31");
	if (!date_parse(n->text, &value->at))
		return wrong_value(a, m, n, name, "a date such as 2026-03-31");
	value->given = true;
	return true;
}

bool key_table(const struct node *n, const char *name, struct mistakes *m)
{
	return n->kind == NODE_TABLE || wrong_type(m, n, name, "a table");
}

bool key_sections(const struct node *root, const char *name, const struct node **all, struct mistakes *m)
{
	static const struct node none = {.kind = NODE_TABLE};
	const struct node *found = node_get(root, name);

	*all = found ? found : &none;
	return key_table(*all, name, m);
}

bool key_is_identifier(struct arena *a, const struct node *n, size_t longest, struct mistakes *m)
{
	Str name = n->name;
	bool good = name.len > 0 && name.len <= longest && name.at[0] >= 'a' && name.at[0] <= 'z';

	for (size_t i = 1; i < name.len && good; i++)
		good = memchr("abcdefghijklmnopqrstuvwxyz0123456789_", name.at[i], 37) != NULL;
	return good || mistake(m, n, "%s cannot be a name here; use lower-case letters, digits and _, a letter first, "
		"at most %zu", text_quoted(a, name), longest);
}

static bool read_text(struct reading *r, const struct node *n, void *field)
{
	if (!key_text(n, r->key->name, field, r->m))
		return false;
	return !r->key->names || name_find(r->key, n->text) || wrong_name(r, n);
}

static bool read_texts(struct reading *r, const struct node *n, void *field)
{
	bool good = key_texts(r->a, n, r->key->name, field, r->m);

	if (!good || !r->key->names)
		return good;
	for (size_t i = 0; i < (n->kind == NODE_ARRAY ? n->count : 1); i++) {
		const struct node *item = n->kind == NODE_ARRAY ? n->items[i] : n;

		good = (name_find(r->key, item->text) || wrong_name(r, item)) && good;
	}
	return good;
}

static bool read_boolean(struct reading *r, const struct node *n, void *field)
{
	if (n->kind != NODE_BOOLEAN)
		return wrong_type(r->m, n, r->key->name, "true or false");
	*(bool *)field = n->boolean;
	return true;
}

static bool read_integer(struct reading *r, const struct node *n, void *field)
{
	const struct key *key = r->key;

	if (n->kind != NODE_INTEGER)
		return wrong_type(r->m, n, key->name, "an integer");
	if (key->most > key->least && (n->integer < key->least || n->integer > key->most))
		return mistake(r->m, n, "\"%s\" is %jd, must be from %jd to %jd", key->name, (intmax_t)n->integer,
			(intmax_t)key->least, (intmax_t)key->most);
	*(int64_t *)field = n->integer;
	return true;
}

static bool read_int(struct reading *r, const struct node *n, void *field)
{
	const struct key_name *found, *meant;
	int64_t value = 0;

	if (!r->key->names) {
		if (!read_integer(r, n, &value))
			return false;
		if (value < INT32_MIN || value > INT32_MAX)
			return mistake(r->m, n, "\"%s\" is %jd, which is too large", r->key->name, (intmax_t)value);
		*(int *)field = (int)value;
		return true;
	}
	if (n->kind != NODE_TEXT)
		return wrong_type(r->m, n, r->key->name, "a text");
	found = name_find(r->key, n->text);
	/* What else is said beside it is judged by what was meant. */
	meant = found ? found : name_meant(r, n->text);
	if (meant)
		*(int *)field = meant->value;
	return found || wrong_name(r, n);
}

/* Exact, whichever way it is written: "0.01", 0.01 by its source text, or 1. */
static bool decimal_of_node(struct reading *r, const struct node *n, struct decimal *value)
{
	Str digits;

	if ((n->kind != NODE_TEXT && n->kind != NODE_INTEGER && n->kind != NODE_FLOAT) || !node_scalar(r->a, n, &digits))
		return wrong_type(r->m, n, r->key->name, "a number");
	if (!decimal_parse(r->a, digits, value))
		return wrong_value(r->a, r->m, n, r->key->name, "a number such as \"0.01\"");
	return true;
}

static bool read_decimal(struct reading *r, const struct node *n, void *field)
{
	return decimal_of_node(r, n, field);
}

static bool read_duration(struct reading *r, const struct node *n, void *field)
{
	static const char must[] = "a duration such as \"90s\", \"15m\" or \"1d12h\"";
	struct duration *value = field;

	if (n->kind != NODE_TEXT)
		return wrong_type(r->m, n, r->key->name, must);
	if (!duration_parse(n->text, &value->us) || value->us < 0)
		return wrong_value(r->a, r->m, n, r->key->name, must);
	value->given = true;
	return true;
}

static bool read_day(struct reading *r, const struct node *n, void *field)
{
	return key_day(r->a, n, r->key->name, field, r->m);
}

static bool read_share(struct reading *r, const struct node *n, void *field)
{
	struct share *share = field;
	struct node amount = *n;

	share->percent = n->kind == NODE_TEXT && text_ends(n->text, S("%"));
	if (share->percent)
		amount.text.len--;
	if (n->kind != NODE_TEXT && n->kind != NODE_INTEGER && n->kind != NODE_FLOAT)
		return wrong_type(r->m, n, r->key->name, "a share such as \"5%\" or a number");
	if (n->kind == NODE_TEXT && !decimal_parse(r->a, amount.text, &share->amount))
		return wrong_value(r->a, r->m, n, r->key->name, "a share such as \"5%\" or a number");
	if (!decimal_of_node(r, &amount, &share->amount))
		return false;
	if (share->amount.negative)
		return mistake(r->m, n, "\"%s\" is negative", r->key->name);
	share->given = true;
	return true;
}

/* Two digits at s[at], below limit; -1 if they are none. */
static int two_digits(Str s, size_t at, int limit)
{
	int tens = s.at[at] - '0', ones = s.at[at + 1] - '0';

	return tens < 0 || tens > 9 || ones < 0 || ones > 9 || tens * 10 + ones >= limit ? -1 : tens * 10 + ones;
}

/* "HH:MM" or "HH:MM:SS". */
static bool time_parse(Str s, struct time_of_day *t)
{
	bool seconds = s.len == 8;

	if ((s.len != 5 && !seconds) || s.at[2] != ':' || (seconds && s.at[5] != ':'))
		return false;
	t->hour = two_digits(s, 0, 24);
	t->minute = two_digits(s, 3, 60);
	t->second = seconds ? two_digits(s, 6, 60) : 0;
	t->given = t->hour >= 0 && t->minute >= 0 && t->second >= 0;
	return t->given;
}

static bool read_time_of_day(struct reading *r, const struct node *n, void *field)
{
	struct time_of_day parsed;

	if (n->kind != NODE_TEXT && n->kind != NODE_TIME)
		return wrong_type(r->m, n, r->key->name, "a time of day such as \"02:00\"");
	if (!time_parse(n->text, &parsed))
		return wrong_value(r->a, r->m, n, r->key->name, "a time of day such as \"02:00\"");
	*(struct time_of_day *)field = parsed;
	return true;
}

static bool read_node(struct reading *r, const struct node *n, void *field)
{
	/* Of a table that is none nothing would be read, as if it were not there. */
	if (!r->key->takes && !key_table(n, r->key->name, r->m))
		return false;
	*(const struct node **)field = n;
	return true;
}

static bool read_table(struct reading *r, const struct node *n, void *field)
{
	return key_table(n, r->key->name, r->m)
	    && keys_read(r->a, n, r->key->table, r->key->table_count, field, r->m);
}

/* A type's name in the reference, how its default is written, and its reader. */
static const struct {
	const char *title;
	enum node_kind written;
	bool (*read)(struct reading *r, const struct node *n, void *field);
} types[] = {
	[KEY_TABLE] = {"table", NODE_TABLE, read_table},
	[KEY_TEXT] = {"text", NODE_TEXT, read_text},
	[KEY_TEXTS] = {"list of texts", NODE_ARRAY, read_texts},
	[KEY_BOOLEAN] = {"true or false", NODE_BOOLEAN, read_boolean},
	[KEY_INT] = {"integer", NODE_INTEGER, read_int},
	[KEY_INTEGER] = {"integer", NODE_INTEGER, read_integer},
	[KEY_DURATION] = {"duration, such as \"90s\", \"15m\", \"1d12h\" or \"2w\"", NODE_TEXT, read_duration},
	[KEY_SHARE] = {"share, \"5%\" or a number", NODE_TEXT, read_share},
	[KEY_DECIMAL] = {"number", NODE_TEXT, read_decimal},
	[KEY_DAY] = {"date", NODE_TEXT, read_day},
	[KEY_TIME_OF_DAY] = {"time of day, \"02:00\"", NODE_TEXT, read_time_of_day},
	[KEY_NODE] = {"table", NODE_TABLE, read_node},
};

/* ── tables ── */

/* The default as if it had been written where the table stands. */
static struct node *default_node(struct arena *a, const struct key *key, const struct node *table)
{
	static const struct node nowhere;
	struct node *n = node_new(a, types[key->type].written, table ? table : &nowhere);
	Str item, rest = text(key->def);
	bool negative = text_begins(rest, S("-")), more = rest.len > 0;
	uint64_t value = 0;

	n->text = rest;
	n->boolean = text_is(rest, S("true"));
	if (key->type == KEY_INT && key->names)
		n->kind = NODE_TEXT;
	if (n->kind == NODE_INTEGER && text_uint(text_from(rest, negative ? 1 : 0), &value))
		n->integer = negative ? -(int64_t)value : (int64_t)value;
	while (n->kind == NODE_ARRAY && more) {
		struct node *child = node_new(a, NODE_TEXT, n);

		more = text_cut(rest, ',', &item, &rest);
		child->text = text_copy(a, text_trim(item));
		node_add(a, n, child);
	}
	return n;
}

static bool read_key(struct reading *r, const struct node *table, void *target)
{
	const struct key *key = r->key;
	void *field = (char *)target + key->offset;
	const struct node *n = node_child(table, text(key->name));

	assert(key->type != KEY_TABLE || key->table);
	if (n)
		return types[key->type].read(r, n, field);
	if (key->required && table)
		return mistake(r->m, table, "\"%s\" is missing%s%s", key->name, key->doc ? ": " : "",
			key->doc ? key->doc : "");
	if (key->type == KEY_TABLE)
		return keys_read(r->a, NULL, key->table, key->table_count, field, r->m);
	return !key->def || types[key->type].read(r, default_node(r->a, key, table), field);
}

static struct texts names_of(struct arena *a, const struct key_section *sections, size_t count)
{
	struct texts names = {0};

	for (size_t s = 0; s < count; s++)
		for (size_t k = 0; k < sections[s].count; k++)
			if (!texts_has(&names, text(sections[s].keys[k].name)))
				texts_add(a, &names, text(sections[s].keys[k].name));
	return names;
}

static bool unknown_key(struct arena *a, const struct node *n, const struct texts *names, struct mistakes *m)
{
	enum { LISTED = 12 };
	const char *hint = did_you_mean(a, n->name, names);
	struct buf *list = buf_new(a, 1000);

	if (*hint || names->count > LISTED)
		return mistake(m, n, "unknown key %s%s", text_quoted(a, n->name), hint);
	for (size_t i = 0; i < names->count; i++)
		buf_print(list, "%s%.*s", i ? ", " : "", STR(names->at[i]));
	return mistake(m, n, "unknown key %s; known here: %.*s", text_quoted(a, n->name), STR(buf_str(list)));
}

bool keys_read_all(struct arena *a, const struct node *table, const struct key_section *sections, size_t count,
	struct mistakes *m)
{
	struct reading r = {a, m, NULL};
	struct texts names = names_of(a, sections, count);
	bool good = true;

	if (table && table->kind != NODE_TABLE)
		return mistake(m, table, "%s must be a table, not %s", text_quoted(a, table->name),
			node_kind_name(table->kind));
	for (size_t s = 0; s < count; s++)
		for (size_t k = 0; k < sections[s].count; k++) {
			r.key = &sections[s].keys[k];
			good = read_key(&r, table, sections[s].target) && good;
		}
	for (size_t i = 0; table && i < table->count; i++)
		if (!texts_has(&names, table->items[i]->name))
			good = unknown_key(a, table->items[i], &names, m);
	return good;
}

bool keys_read(struct arena *a, const struct node *table, const struct key *keys, size_t count, void *target,
	struct mistakes *m)
{
	struct key_section section = {keys, count, target};

	return keys_read_all(a, table, &section, 1, m);
}

/* ── the reference ── */

/* In a cell of a Markdown table a bar would end the cell, and a tab is not seen. */
static void cell(struct buf *b, Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '|')
			buf_byte(b, '\\');
		if (s.at[i] == '\t')
			buf_add(b, S("\\t"));
		else
			buf_byte(b, s.at[i]);
	}
}

static void describe_type(struct buf *b, const struct key *key)
{
	if (key->names && key->type == KEY_TEXTS)
		buf_add(b, S("list of "));
	if (!key->names)
		buf_add(b, text(key->takes ? key->takes : types[key->type].title));
	for (const struct key_name *x = key->names; x && x->name; x++) {
		buf_print(b, "%s`", x == key->names ? "" : ", ");
		cell(b, text(x->name));
		buf_byte(b, '`');
	}
	if (key->most > key->least)
		buf_print(b, ", %jd to %jd", (intmax_t)key->least, (intmax_t)key->most);
}

static void describe_default(struct buf *b, const struct key *key)
{
	if (key->required)
		buf_add(b, S("required"));
	if (!key->def)
		return;
	buf_byte(b, '`');
	cell(b, text(key->def));
	buf_byte(b, '`');
}

static void describe_keys(struct buf *b, const char *prefix, const struct key *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char inner[200];

		if (!keys[i].doc)
			continue;
		buf_print(b, "| `%s%s` | ", prefix, keys[i].name);
		describe_type(b, &keys[i]);
		buf_add(b, S(" | "));
		describe_default(b, &keys[i]);
		buf_add(b, S(" | "));
		cell(b, text(keys[i].doc));
		buf_add(b, S(" |\n"));
		snprintf(inner, sizeof inner, "%s%s.", prefix, keys[i].name);
		describe_keys(b, inner, keys[i].table, keys[i].table_count);
	}
}

void keys_describe(struct buf *b, const char *name, const struct key_section *sections, size_t count)
{
	buf_print(b, "## [%s]\n\n| key | type | default | meaning |\n|---|---|---|---|\n", name);
	for (size_t s = 0; s < count; s++)
		describe_keys(b, "", sections[s].keys, sections[s].count);
	buf_byte(b, '\n');
}
