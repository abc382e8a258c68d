#include "http.h"

#include <strings.h>

void pairs_add(struct arena *a, struct pairs *list, Str name, Str value)
{
	list->at = arena_grow(a, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = (struct pair){name, value};
}

const struct pair *pairs_find(const struct pairs *list, Str name)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_is(list->at[i].name, name))
			return &list->at[i];
	return NULL;
}

const struct pair *header_find(const struct pairs *headers, const char *name)
{
	for (size_t i = 0; i < headers->count; i++) {
		Str own = headers->at[i].name;
		if (own.len == strlen(name) && strncasecmp(own.at, name, own.len) == 0)
			return &headers->at[i];
	}
	return NULL;
}

Str form_decoded(struct arena *a, Str s)
{
	char *out = arena_raw(a, s.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < s.len; i++) {
		bool coded = s.at[i] == '%' && i + 2 < s.len && byte_hex(s.at[i + 1]) >= 0 && byte_hex(s.at[i + 2]) >= 0;
		if (coded) {
			out[len++] = (char)(byte_hex(s.at[i + 1]) * 16 + byte_hex(s.at[i + 2]));
			i += 2;
		} else {
			out[len++] = s.at[i] == '+' ? ' ' : s.at[i];
		}
	}
	return (Str){out, len};
}

void form_encode(struct buf *out, Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte_is_digit(c) || (c && strchr("-_.~$'", c));
		if (plain)
			buf_byte(out, c);
		else
			buf_print(out, "%%%02X", (unsigned char)c);
	}
}

struct pairs form_read(struct arena *a, Str form)
{
	struct pairs list = {0};
	while (form.len) {
		Str part = form, rest = {0}, name, value = {0};
		text_cut(form, '&', &part, &rest);
		name = part;
		text_cut(part, '=', &name, &value);
		pairs_add(a, &list, form_decoded(a, name), form_decoded(a, value));
		form = rest;
	}
	return list;
}

Str header_authorization(const struct request *q, const char *scheme)
{
	const struct pair *header = header_find(&q->headers, "Authorization");
	size_t len = strlen(scheme);
	if (!header || header->value.len <= len + 1 || strncasecmp(header->value.at, scheme, len) != 0 ||
	    header->value.at[len] != ' ')
		return (Str){0};
	return text_from(header->value, len + 1);
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *base64_text(struct arena *a, Str s)
{
	char *out = arena_alloc(a, (s.len + 2) / 3 * 4 + 1), *at = out;
	for (size_t i = 0; i < s.len; i += 3) {
		unsigned bits = 0;
		for (size_t j = 0; j < 3; j++)
			bits = bits << 8 | (i + j < s.len ? (unsigned char)s.at[i + j] : 0U);
		for (size_t j = 0; j < 4; j++)
			*at++ = i + j <= s.len ? digits[bits >> (18 - 6 * j) & 63] : '=';
	}
	return out;
}

Str base64_read(struct arena *a, Str s)
{
	char *out = arena_alloc(a, s.len + 1);
	size_t len = 0;
	unsigned bits = 0, count = 0;
	for (size_t i = 0; i < s.len && s.at[i] != '='; i++) {
		const char *digit = s.at[i] ? strchr(digits, s.at[i]) : NULL;
		if (!digit)
			return (Str){0};
		bits = bits << 6 | (unsigned)(digit - digits);
		count += 6;
		if (count >= 8) {
			count -= 8;
			out[len++] = (char)(bits >> count & 0xFF);
		}
	}
	return (Str){out, len};
}
