#include "db/statement.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Behind the closing quote; a doubled quote does not close, and neither does one after a backslash where
 * those count. */
static const char *past_quoted(const char *at, char quote, bool backslashes)
{
	for (at++; *at; at++) {
		bool escapes = (backslashes && *at == '\\' && at[1]) || (*at == quote && at[1] == quote);

		if (escapes)
			at++;
		else if (*at == quote)
			return at + 1;
	}
	return at;
}

/* Block comments nest (PostgreSQL manual, 4.1.5). */
static const char *past_comment(const char *at)
{
	int depth = 0;

	do {
		if (at[0] == '/' && at[1] == '*') {
			depth++;
			at += 2;
		} else if (at[0] == '*' && at[1] == '/') {
			depth--;
			at += 2;
		} else {
			at++;
		}
	} while (*at && depth > 0);
	return at;
}

/* $tag$ … $tag$; NULL if no dollar quote opens here ($1 is a parameter). */
static const char *past_dollar(const char *at)
{
	const char *tag_end = at + 1, *close;
	Str tag;

	while (is_word(*tag_end) && !(tag_end == at + 1 && isdigit((unsigned char)*tag_end)))
		tag_end++;
	if (*tag_end != '$')
		return NULL;
	tag = (Str){at, (size_t)(tag_end + 1 - at)};
	close = tag_end + 1 + text_find(text(tag_end + 1), tag);
	return *close ? close + tag.len : close;
}

/* What must be copied as it stands: behind it, or NULL if nothing of the kind begins here.  before: the byte
 * in front. */
static const char *past_verbatim(const char *at, char before)
{
	if (at[0] == '\'')
		return past_quoted(at, '\'', before == 'E' || before == 'e');
	if (at[0] == '"')
		return past_quoted(at, '"', false);
	if (at[0] == '-' && at[1] == '-')
		return at + strcspn(at, "\n");
	if (at[0] == '/' && at[1] == '*')
		return past_comment(at);
	if (at[0] == ':' && at[1] == ':')
		return at + 2;
	if (at[0] == '$' && !is_word(before))
		return past_dollar(at);
	return NULL;
}

static Str value_of(Str name, const struct slot *slots, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(text(slots[i].name), name))
			return slots[i].value;
	fprintf(stderr, "counterfoil: internal: statement: slot %.*s has no value\n", STR(name));
	abort();
}

/* Fills the slot that begins at the colon; gives what stands behind it, or NULL if no slot begins here. */
static const char *fill(struct arena *a, struct buf *b, const char *at, const struct slot *slots, size_t count)
{
	bool is_quoted = at[1] == '"' || at[1] == '\'';
	const char *start = at + 1 + is_quoted, *end = start;
	Str value;

	while (is_word(*end))
		end++;
	if (end == start || isdigit((unsigned char)*start) || (is_quoted && *end != at[1]))
		return NULL;
	value = value_of((Str){start, (size_t)(end - start)}, slots, count);
	buf_add(b, at[1] == '"' ? quoted_identifier(a, value) : is_quoted ? quoted_literal(a, value) : value);
	return end + is_quoted;
}

char *statement(struct arena *a, const char *template, const struct slot *slots, size_t count)
{
	struct buf *b = buf_new(a, SIZE_MAX);
	const char *at = template;

	while (*at) {
		const char *next = past_verbatim(at, at > template ? at[-1] : ' ');

		if (!next && *at == ':' && (next = fill(a, b, at, slots, count))) {
			at = next;
			continue;
		}
		if (!next)
			next = at + 1;
		buf_add(b, (Str){at, (size_t)(next - at)});
		at = next;
	}
	return text_z(a, buf_str(b));
}

Str quoted_identifier(struct arena *a, Str name)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	buf_byte(b, '"');
	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] == '.') {
			buf_add(b, S("\".\""));
			continue;
		}
		if (name.at[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, name.at[i]);
	}
	buf_byte(b, '"');
	return buf_str(b);
}

/* With a backslash in it the E form, which means the same whatever standard_conforming_strings says. */
Str quoted_literal(struct arena *a, Str value)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	buf_add(b, text_find_byte(value, '\\') < value.len ? S("E'") : S("'"));
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == '\'' || value.at[i] == '\\')
			buf_byte(b, value.at[i]);
		buf_byte(b, value.at[i]);
	}
	buf_byte(b, '\'');
	return buf_str(b);
}
