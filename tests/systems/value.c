#include "value.h"

#include <stdarg.h>
#include <stdio.h>

enum { DEEPEST = 64 };

struct reading {
	struct arena *a;
	const char *at, *end;
	char quote;
	int depth;
	bool bad;
};

static struct value *read_value(struct reading *r);

static void skip_blanks(struct reading *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
		r->at++;
}

static bool take(struct reading *r, char c)
{
	skip_blanks(r);
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static void add_utf8(struct buf *out, unsigned c)
{
	if (c < 0x80) {
		buf_byte(out, (char)c);
	} else if (c < 0x800) {
		buf_byte(out, (char)(0xC0 | (c >> 6)));
		buf_byte(out, (char)(0x80 | (c & 0x3F)));
	} else if (c < 0x10000) {
		buf_byte(out, (char)(0xE0 | (c >> 12)));
		buf_byte(out, (char)(0x80 | ((c >> 6) & 0x3F)));
		buf_byte(out, (char)(0x80 | (c & 0x3F)));
	} else {
		buf_byte(out, (char)(0xF0 | (c >> 18)));
		buf_byte(out, (char)(0x80 | ((c >> 12) & 0x3F)));
		buf_byte(out, (char)(0x80 | ((c >> 6) & 0x3F)));
		buf_byte(out, (char)(0x80 | (c & 0x3F)));
	}
}

static unsigned read_unit(struct reading *r)
{
	unsigned unit = 0;
	for (int i = 0; i < 4; i++) {
		int digit = r->at < r->end ? byte_hex(*r->at) : -1;
		if (digit < 0) {
			r->bad = true;
			return 0;
		}
		unit = unit * 16 + (unsigned)digit;
		r->at++;
	}
	return unit;
}

static void read_escape(struct reading *r, struct buf *out)
{
	static const char letters[] = "bfnrt\"\\/'", bytes[] = "\b\f\n\r\t\"\\/'";
	char c = r->at < r->end ? *r->at++ : 0;
	if (c == 'u') {
		unsigned unit = read_unit(r);
		if (unit >= 0xD800 && unit < 0xDC00 && r->end - r->at > 6 && r->at[0] == '\\' && r->at[1] == 'u') {
			r->at += 2;
			unit = 0x10000 + ((unit - 0xD800) << 10) + (read_unit(r) - 0xDC00);
		}
		add_utf8(out, unit);
		return;
	}
	const char *letter = c ? strchr(letters, c) : NULL;
	if (letter)
		buf_byte(out, bytes[letter - letters]);
	else
		r->bad = true;
}

static Str read_text(struct reading *r)
{
	struct buf *out = buf_new(r->a, (size_t)1 << 24);
	while (r->at < r->end && *r->at != r->quote && !r->bad) {
		if (*r->at == '\\') {
			r->at++;
			read_escape(r, out);
		} else {
			buf_byte(out, *r->at++);
		}
	}
	if (r->at == r->end)
		r->bad = true;
	else
		r->at++;
	return buf_str(out);
}

static void read_members(struct reading *r, struct value *v, char closing)
{
	if (take(r, closing))
		return;
	do {
		Str name = {0};
		if (v->kind == VALUE_OBJECT) {
			if (!take(r, r->quote)) {
				r->bad = true;
				return;
			}
			name = read_text(r);
			r->bad |= !take(r, ':');
		}
		struct value *member = read_value(r);
		member->name = name;
		value_add(v, member);
	} while (!r->bad && take(r, ','));
	r->bad |= !take(r, closing);
}

static void read_word(struct reading *r, struct value *v)
{
	static const char in_words[] = "+-.eE0123456789abcdefghijklmnopqrstuvwxyz";
	const char *begun = r->at;
	while (r->at < r->end && *r->at && strchr(in_words, *r->at))
		r->at++;
	v->text = (Str){begun, (size_t)(r->at - begun)};
	if (text_is(v->text, S("null")))
		v->kind = VALUE_NULL;
	else if (text_is(v->text, S("true")) || text_is(v->text, S("false")))
		v->kind = VALUE_BOOL;
	else if (v->text.len && (byte_is_digit(*begun) || (*begun == '-' && v->text.len > 1 && byte_is_digit(begun[1]))))
		v->kind = VALUE_NUMBER;
	else
		r->bad = true;
}

static struct value *read_value(struct reading *r)
{
	struct value *v = arena_new_of(r->a, struct value);
	if (r->bad || ++r->depth > DEEPEST) {
		r->bad = true;
		return v;
	}
	if (take(r, '{')) {
		v->kind = VALUE_OBJECT;
		read_members(r, v, '}');
	} else if (take(r, '[')) {
		v->kind = VALUE_LIST;
		read_members(r, v, ']');
	} else if (take(r, r->quote)) {
		v->kind = VALUE_TEXT;
		v->text = read_text(r);
	} else {
		read_word(r, v);
	}
	r->depth--;
	return v;
}

static struct value *read_whole(struct arena *a, Str json, char quote)
{
	struct reading r = {.a = a, .at = json.at, .end = json.at + json.len, .quote = quote};
	struct value *v = read_value(&r);
	skip_blanks(&r);
	return r.bad || r.at != r.end ? NULL : v;
}

struct value *value_read(struct arena *a, Str json)
{
	return read_whole(a, json, '"');
}

struct value *value_make(struct arena *a, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	char *made = arena_alloc(a, (size_t)len + 1);
	vsnprintf(made, (size_t)len + 1, format, again);
	va_end(again);
	va_end(args);
	struct value *v = read_whole(a, text(made), '\'');
	if (!v) {
		fprintf(stderr, "no value: %s\n", made);
		v = arena_new_of(a, struct value);
	}
	return v;
}

struct value *value_get(const struct value *v, Str name)
{
	struct value *member = v && v->kind == VALUE_OBJECT ? v->first : NULL;
	while (member && !text_is(member->name, name))
		member = member->next;
	return member;
}

Str value_text(const struct value *v, const char *name)
{
	const struct value *member = value_get(v, text(name));
	return member && member->kind == VALUE_TEXT ? member->text : (Str){0};
}

void value_add(struct value *list, struct value *item)
{
	item->next = NULL;
	if (list->last)
		list->last->next = item;
	else
		list->first = item;
	list->last = item;
}

void value_put(struct arena *a, struct value *object, const char *name, struct value *member)
{
	member->name = text_copy(a, text(name));
	struct value *old = value_get(object, member->name);
	if (!old) {
		value_add(object, member);
		return;
	}
	struct value *after = old->next;
	bool last = object->last == old;
	*old = *member;
	old->next = after;
	if (last)
		object->last = old;
}

void value_merge(struct arena *a, struct value *object, struct value *from)
{
	for (struct value *m = from->first, *next; m; m = next) {
		next = m->next;
		value_put(a, object, text_z(a, m->name), m);
	}
}

void value_write_text(struct buf *out, Str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c == '"' || c == '\\')
			buf_byte(out, '\\');
		if (c < 0x20)
			buf_print(out, "\\u%04x", c);
		else
			buf_byte(out, (char)c);
	}
	buf_byte(out, '"');
}

static void write_members(struct buf *out, const struct value *v)
{
	for (const struct value *m = v->first; m; m = m->next) {
		if (m != v->first)
			buf_byte(out, ',');
		if (v->kind == VALUE_OBJECT) {
			value_write_text(out, m->name);
			buf_byte(out, ':');
		}
		value_write(out, m);
	}
}

void value_write(struct buf *out, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL:
		buf_add(out, S("null"));
		break;
	case VALUE_BOOL:
	case VALUE_NUMBER:
		buf_add(out, v->text);
		break;
	case VALUE_TEXT:
		value_write_text(out, v->text);
		break;
	case VALUE_LIST:
	case VALUE_OBJECT:
		buf_byte(out, v->kind == VALUE_LIST ? '[' : '{');
		write_members(out, v);
		buf_byte(out, v->kind == VALUE_LIST ? ']' : '}');
		break;
	}
}
