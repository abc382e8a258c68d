#include "odata.h"

#include <inttypes.h>
#include <stdlib.h>

static bool has_word(const char *words, Str word)
{
	Str rest = text(words), one;
	bool more = rest.len > 0;
	while (more) {
		more = text_cut(rest, ' ', &one, &rest);
		if (text_is(one, word))
			return true;
	}
	return false;
}

/* Milliseconds of "2026-03-31T04:30:00.5Z" or "2026-03-31". */
static bool moment(Str s, int64_t *ms)
{
	int64_t at, fraction = 0, unit = 100;
	if (s.len < 10 || !byte_is_digit(s.at[0]) || !instant_read(s, &at))
		return false;
	for (size_t i = text_find_byte(s, '.') + 1; i < s.len && byte_is_digit(s.at[i]); i++, unit /= 10)
		fraction += (s.at[i] - '0') * unit;
	*ms = at * 1000 + fraction;
	return true;
}

/* Thousandths of a hundredth; false if it is no number. */
static bool number(Str s, int64_t *n)
{
	bool minus = text_begins(s, S("-"));
	int64_t value = 0, digits = 0;
	bool behind = false;
	s = minus ? text_from(s, 1) : s;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '.' && !behind) {
			behind = true;
		} else if (byte_is_digit(s.at[i]) && digits < 5) {
			value = value * 10 + (s.at[i] - '0');
			digits += behind;
		} else {
			return false;
		}
	}
	for (; digits < 5; digits++)
		value *= 10;
	*n = minus ? -value : value;
	return s.len > 0;
}

static int order_of(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* -1, 0, 1; 2 where the two cannot be compared. */
static int compare(const struct value *own, Str literal, bool is_text)
{
	int64_t a, b;
	if (own->kind == VALUE_NUMBER)
		return !is_text && number(own->text, &a) && number(literal, &b) ? order_of(a, b) : 2;
	if (own->kind != VALUE_TEXT)
		return text_is(own->text, literal) ? 0 : 2;
	if (!is_text && moment(own->text, &a))
		return moment(literal, &b) ? order_of(a, b) : 2;
	/* A GUID needs no quotes. */
	if (!is_text && own->text.len != 36)
		return 2;
	int order = text_compare(own->text, literal);
	return order < 0 ? -1 : order > 0;
}

static const char *read_literal(struct arena *a, Str *s, struct odata_term *t)
{
	if (text_begins(*s, S("'"))) {
		struct buf *out = buf_new(a, 4096);
		size_t i = 1;
		for (; i < s->len && (s->at[i] != '\'' || (i + 1 < s->len && s->at[i + 1] == '\'')); i++) {
			i += s->at[i] == '\'';
			buf_byte(out, s->at[i]);
		}
		if (i == s->len)
			return "a text in $filter has no end";
		t->is_text = true;
		t->literal = buf_str(out);
		*s = text_trim(text_from(*s, i + 1));
		return NULL;
	}
	text_cut(*s, ' ', &t->literal, s);
	*s = text_trim(*s);
	return t->literal.len ? NULL : "$filter ends before its value";
}

static const char *read_filter(struct arena *a, struct odata *o, Str s, const struct value *pattern)
{
	s = text_trim(s);
	while (s.len) {
		if (o->term_count == ODATA_TERMS)
			return "$filter is too long";
		struct odata_term *t = &o->terms[o->term_count++];
		if (!text_cut(s, ' ', &t->field, &s) || !text_cut(text_trim(s), ' ', &t->sign, &s))
			return "$filter is no comparison";
		const struct value *own = value_get(pattern, t->field);
		if (!own || own->kind > VALUE_TEXT || own->kind == VALUE_NULL)
			return arena_print(a, "Could not find a property named '%.*s'", STR(t->field));
		if (!has_word("eq ne gt ge lt le", t->sign))
			return arena_print(a, "'%.*s' is no comparison", STR(t->sign));
		s = text_trim(s);
		const char *wrong = read_literal(a, &s, t);
		if (wrong)
			return wrong;
		if (compare(own, t->literal, t->is_text) == 2 && own->kind != VALUE_BOOL)
			return arena_print(a, "'%.*s' cannot be compared with this", STR(t->field));
		if (s.len && !text_begins(s, S("and ")))
			return "here a comparison in $filter is followed by and, or by nothing";
		s = text_trim(text_from(s, 4));
	}
	return NULL;
}

static const char *read_names(struct arena *a, struct texts *names, Str s)
{
	Str one;
	bool more = true;
	while (more) {
		more = text_cut(s, ',', &one, &s);
		texts_add(a, names, text_trim(one));
	}
	return NULL;
}

static const char *read_order(struct arena *a, struct odata *o, Str s, const struct value *pattern)
{
	Str word = S("asc");
	text_cut(text_trim(s), ' ', &o->order, &word);
	word = text_trim(word);
	o->descending = text_is(word, S("desc"));
	if (!value_get(pattern, o->order) || (word.len && !o->descending && !text_is(word, S("asc"))))
		return arena_print(a, "$orderby names no property: '%.*s'", STR(s));
	return NULL;
}

static const char *read_option(struct arena *a, struct odata *o, const struct pair *p, const struct value *pattern)
{
	if (text_is(p->name, S("$filter")))
		return read_filter(a, o, p->value, pattern);
	if (text_is(p->name, S("$expand")))
		return read_names(a, &o->expand, p->value);
	if (text_is(p->name, S("$select")))
		return read_names(a, &o->select, p->value);
	if (text_is(p->name, S("$orderby")))
		return read_order(a, o, p->value, pattern);
	if (text_is(p->name, S("$skiptoken"))) {
		o->skip_token = p->value;
		return NULL;
	}
	if (text_is(p->name, S("$count")) && (text_is(p->value, S("true")) || text_is(p->value, S("false")))) {
		o->counted = text_is(p->value, S("true"));
		return NULL;
	}
	if (text_is(p->name, S("$top")) && text_uint(p->value, &o->top))
		return NULL;
	if (text_is(p->name, S("$skip")) && text_uint(p->value, &o->skip))
		return NULL;
	return arena_print(a, "the query option '%.*s' is none, or has no value that it can have", STR(p->name));
}

struct odata odata_read(struct arena *a, const struct pairs *query, const struct value *pattern,
                        const char *expansions)
{
	struct odata o = {.top = UINT64_MAX};
	for (size_t i = 0; i < query->count && !o.wrong; i++)
		o.wrong = read_option(a, &o, &query->at[i], pattern);
	for (size_t i = 0; i < o.expand.count && !o.wrong; i++)
		if (!has_word(expansions, o.expand.at[i]))
			o.wrong = arena_print(a, "Could not find a property named '%.*s' to expand", STR(o.expand.at[i]));
	for (size_t i = 0; i < o.select.count && !o.wrong; i++)
		if (!value_get(pattern, o.select.at[i]))
			o.wrong = arena_print(a, "Could not find a property named '%.*s'", STR(o.select.at[i]));
	return o;
}

static bool fits(const struct odata_term *t, const struct value *body)
{
	const struct value *own = value_get(body, t->field);
	int order = own ? compare(own, t->literal, t->is_text) : 2;
	if (text_is(t->sign, S("eq")))
		return order == 0;
	if (text_is(t->sign, S("ne")))
		return order != 0;
	if (order == 2)
		return false;
	if (text_is(t->sign, S("gt")) || text_is(t->sign, S("ge")))
		return order > 0 || (order == 0 && t->sign.at[1] == 'e');
	return order < 0 || (order == 0 && t->sign.at[1] == 'e');
}

/* Stable, of a few thousand: those that are behind move up one by one. */
static void sort(struct found *f, const struct odata *o)
{
	for (size_t i = 1; i < f->count; i++) {
		const struct record *one = f->at[i];
		const struct value *own = value_get(one->body, o->order);
		size_t j = i;
		for (; j > 0; j--) {
			const struct value *other = value_get(f->at[j - 1]->body, o->order);
			bool is_date = other->kind == VALUE_TEXT && text_find_byte(other->text, 'T') == 10;
			int order = compare(other, own->text, other->kind == VALUE_TEXT && !is_date);
			if (order == 2 || (o->descending ? -order : order) <= 0)
				break;
			f->at[j] = f->at[j - 1];
		}
		f->at[j] = one;
	}
}

struct found odata_find(struct arena *a, const struct odata *o, const struct list *list)
{
	struct found f = {.at = arena_array(a, list->count + 1, const struct record *)};
	for (size_t i = 0; i < list->count; i++) {
		bool good = true;
		for (size_t t = 0; t < o->term_count; t++)
			good &= fits(&o->terms[t], list->at[i].body);
		if (good)
			f.at[f.count++] = &list->at[i];
	}
	if (o->order.len)
		sort(&f, o);
	return f;
}

void odata_write(struct buf *out, const struct odata *o, const struct value *body, const char *expansions)
{
	bool any = false;
	buf_byte(out, '{');
	for (const struct value *m = body->first; m; m = m->next) {
		bool wanted = has_word(expansions, m->name) ? texts_has(&o->expand, m->name) :
		              o->select.count == 0 || texts_has(&o->select, m->name) || text_is(m->name, S("@odata.etag"));
		if (!wanted)
			continue;
		if (any)
			buf_byte(out, ',');
		any = true;
		value_write_text(out, m->name);
		buf_byte(out, ':');
		value_write(out, m);
	}
	buf_byte(out, '}');
}
