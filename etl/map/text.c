#include "map/text.h"

#include "base/unicode.h"

#define UNUSED(x) (void)(x)

/* ── characters ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

size_t text_characters(Str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += !continues(s.at[i]);
	return n;
}

/* Where the n-th character begins, from 0; the length if there are fewer. */
static size_t place_of(Str s, size_t n)
{
	size_t i = 0;

	for (; i < s.len; i++)
		if (!continues(s.at[i]) && n-- == 0)
			break;
	return i;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ── blanks and case ───────────────────────────────────────────────────────────────────────────────────────────── */

enum result do_trim(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(a);
	UNUSED(o);
	*s = text_trim(*s);
	return RESULT_DONE;
}

enum result do_collapse(struct arena *a, const struct operation *o, Str *s)
{
	Str from = text_trim(*s);
	char *out = arena_raw(a, from.len + 1);
	size_t n = 0;

	UNUSED(o);
	for (size_t i = 0; i < from.len; i++)
		if (!byte_is_blank(from.at[i]))
			out[n++] = from.at[i];
		else if (out[n - 1] != ' ')
			out[n++] = ' ';
	*s = (Str){out, n};
	return RESULT_DONE;
}

static enum result unicode(struct arena *a, Str *s, Str (*change)(struct arena *a, Str s))
{
	if (!text_is_utf8(*s, NULL))
		return RESULT_BAD;
	*s = change(a, *s);
	return RESULT_DONE;
}

enum result do_lower(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(o);
	return unicode(a, s, text_lower);
}

enum result do_upper(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(o);
	return unicode(a, s, text_upper);
}

enum result do_fold(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(o);
	return unicode(a, s, text_fold);
}

enum result do_nfc(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(o);
	return unicode(a, s, text_nfc);
}

enum result do_nfkc(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(o);
	return unicode(a, s, text_nfkc);
}

/* ── what stays ────────────────────────────────────────────────────────────────────────────────────────────────── */

static enum result keep(struct arena *a, Str *s, bool (*stays)(char c))
{
	char *out = arena_raw(a, s->len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		if (stays(s->at[i]))
			out[n++] = s->at[i];
	*s = (Str){out, n};
	return RESULT_DONE;
}

static bool is_alphanumeric(char c)
{
	return is_letter(c) || byte_is_digit(c) || (unsigned char)c >= 0x80;
}

enum result do_digits(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(o);
	return keep(a, s, byte_is_digit);
}

enum result do_alphanumeric(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(o);
	return keep(a, s, is_alphanumeric);
}

/* The first character of s as a text. */
static Str first_character(Str s)
{
	return text_head(s, place_of(s, 1));
}

static Str last_character(Str s)
{
	size_t i = s.len;

	while (i > 0 && continues(s.at[--i]))
		continue;
	return text_from(s, i);
}

static bool has_character(Str set, Str c)
{
	return c.len > 0 && text_find(set, c) < set.len;
}

enum result do_strip(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(a);
	while (has_character(o->first, first_character(*s)))
		*s = text_from(*s, first_character(*s).len);
	while (has_character(o->first, last_character(*s)))
		s->len -= last_character(*s).len;
	return RESULT_DONE;
}

enum result do_strip_zeros(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(a);
	UNUSED(o);
	while (s->len > 1 && s->at[0] == '0')
		*s = text_from(*s, 1);
	return RESULT_DONE;
}

enum result do_left(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(a);
	*s = text_head(*s, place_of(*s, (size_t)o->n));
	return RESULT_DONE;
}

enum result do_right(struct arena *a, const struct operation *o, Str *s)
{
	size_t have = text_characters(*s), want = (size_t)o->n;

	UNUSED(a);
	*s = want < have ? text_from(*s, place_of(*s, have - want)) : *s;
	return RESULT_DONE;
}

enum result do_substring(struct arena *a, const struct operation *o, Str *s)
{
	Str from = text_from(*s, place_of(*s, (size_t)o->n));

	UNUSED(a);
	*s = text_head(from, place_of(from, (size_t)o->m));
	return RESULT_DONE;
}

enum result do_remove_prefix(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(a);
	if (text_begins(*s, o->first))
		*s = text_from(*s, o->first.len);
	return RESULT_DONE;
}

enum result do_remove_suffix(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(a);
	if (text_ends(*s, o->first))
		s->len -= o->first.len;
	return RESULT_DONE;
}

/* ── what is added or replaced ─────────────────────────────────────────────────────────────────────────────────── */

static enum result pad(struct arena *a, const struct operation *o, Str *s, bool before)
{
	size_t have = text_characters(*s), missing = (size_t)o->n > have ? (size_t)o->n - have : 0;
	size_t added = missing * o->first.len;
	char *out;

	if (missing == 0)
		return RESULT_DONE;
	out = arena_raw(a, s->len + added);
	for (size_t i = 0; i < missing; i++)
		memcpy(out + (before ? 0 : s->len) + i * o->first.len, o->first.at, o->first.len);
	if (s->len > 0)
		memcpy(out + (before ? added : 0), s->at, s->len);
	*s = (Str){out, s->len + added};
	return RESULT_DONE;
}

enum result do_pad_left(struct arena *a, const struct operation *o, Str *s)
{
	return pad(a, o, s, true);
}

enum result do_pad_right(struct arena *a, const struct operation *o, Str *s)
{
	return pad(a, o, s, false);
}

enum result do_replace(struct arena *a, const struct operation *o, Str *s)
{
	size_t found = 0, n = 0;
	char *out;

	for (Str rest = *s; text_find(rest, o->first) < rest.len; found++)
		rest = text_from(rest, text_find(rest, o->first) + o->first.len);
	if (found == 0)
		return RESULT_DONE;
	out = arena_raw(a, s->len + found * o->second.len + 1);
	for (Str rest = *s;;) {
		size_t at = text_find(rest, o->first);

		if (at > 0)
			memcpy(out + n, rest.at, at);
		n += at;
		if (at == rest.len)
			break;
		if (o->second.len > 0)
			memcpy(out + n, o->second.at, o->second.len);
		n += o->second.len;
		rest = text_from(rest, at + o->first.len);
	}
	*s = (Str){out, n};
	return RESULT_DONE;
}

enum result do_substitute(struct arena *a, const struct operation *o, Str *s)
{
	*s = regex_substitute(a, o->regex, *s, o->first);
	return RESULT_DONE;
}

/* ── pieces ────────────────────────────────────────────────────────────────────────────────────────────────────── */

enum result do_match(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(a);
	return regex_match(o->regex, *s, (int)o->n, s) && s->at ? RESULT_DONE : RESULT_NULL;
}

static size_t count_of(Str s, Str separator)
{
	size_t n = 0;

	for (size_t at; (at = text_find(s, separator)) < s.len; n++)
		s = text_from(s, at + separator.len);
	return n;
}

enum result do_split(struct arena *a, const struct operation *o, Str *s)
{
	int64_t pieces = (int64_t)count_of(*s, o->first) + 1, index = o->n < 0 ? pieces + o->n : o->n;
	Str rest = *s;

	UNUSED(a);
	if (index < 0 || index >= pieces)
		return RESULT_NULL;
	while (index-- > 0)
		rest = text_from(rest, text_find(rest, o->first) + o->first.len);
	*s = text_head(rest, text_find(rest, o->first));
	return RESULT_DONE;
}

enum result do_before(struct arena *a, const struct operation *o, Str *s)
{
	UNUSED(a);
	*s = text_head(*s, text_find(*s, o->first));
	return RESULT_DONE;
}

enum result do_after(struct arena *a, const struct operation *o, Str *s)
{
	size_t at = text_find(*s, o->first);

	UNUSED(a);
	if (at == s->len)
		return RESULT_NULL;
	*s = text_from(*s, at + o->first.len);
	return RESULT_DONE;
}

/* Shopify's global ids: gid://shopify/Order/123, sometimes with ?key=… behind. */
enum result do_gid(struct arena *a, const struct operation *o, Str *s)
{
	Str rest = text_head(*s, text_find_byte(*s, '?')), app, kind, id;

	UNUSED(a);
	UNUSED(o);
	if (!text_begins(rest, S("gid://")) || !text_cut(text_from(rest, 6), '/', &app, &rest)
	    || !text_cut(rest, '/', &kind, &id) || id.len == 0)
		return RESULT_BAD;
	*s = id;
	return RESULT_DONE;
}
