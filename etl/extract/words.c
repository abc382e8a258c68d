#include "extract/words.h"

#include "net/url.h"

void words_add(struct arena *a, struct words *list, Str name, Str value)
{
	list->at = arena_grow(a, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = (struct word){name, value};
}

struct words words_copy(struct arena *a, const struct words *list)
{
	struct words copy = {0};

	for (size_t i = 0; i < list->count; i++)
		words_add(a, &copy, list->at[i].name, list->at[i].value);
	return copy;
}

struct words words_escaped(struct arena *a, const struct words *list)
{
	struct words copy = {0};

	for (size_t i = 0; i < list->count; i++)
		words_add(a, &copy, list->at[i].name, url_escaped(a, list->at[i].value));
	return copy;
}

static Str value_of(const struct words *list, Str name)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_is(list->at[i].name, name))
			return list->at[i].value;
	return S("");
}

static bool ends_in_dollar(Str s)
{
	return s.len > 0 && s.at[s.len - 1] == '$';
}

Str words_filled(struct arena *a, const struct words *list, Str s)
{
	struct buf *b = buf_new(a, SIZE_MAX);
	Str before, rest, word;

	while (text_cut(s, '{', &before, &rest)) {
		buf_add(b, before);
		text_cut(rest, '}', &word, &s);
		if (ends_in_dollar(before))
			buf_print(b, "{%.*s}", WHOLE(word));
		else
			buf_add(b, value_of(list, word));
	}
	buf_add(b, s);
	return b->len > 0 ? buf_str(b) : S("");
}

static const struct word *word_at(const struct words *list, Str s)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_begins(s, list->at[i].name) && s.len > list->at[i].name.len && s.at[list->at[i].name.len] == '}')
			return &list->at[i];
	return NULL;
}

Str words_put(struct arena *a, const struct words *list, Str s)
{
	struct buf *b = buf_new(a, SIZE_MAX);
	Str before, rest;

	while (text_cut(s, '{', &before, &rest)) {
		const struct word *word = word_at(list, rest);

		buf_add(b, before);
		if (word)
			buf_add(b, word->value);
		else
			buf_byte(b, '{');
		s = word ? text_from(rest, word->name.len + 1) : rest;
	}
	buf_add(b, s);
	return b->len > 0 ? buf_str(b) : S("");
}

bool words_name(Str s, Str word)
{
	const struct word one = {word, S("")};
	const struct words list = {(struct word[]){one}, 1};
	Str before, rest;

	while (text_cut(s, '{', &before, &rest)) {
		if (word_at(&list, rest))
			return true;
		s = rest;
	}
	return false;
}

static Str listed(struct arena *a, const struct texts *known)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	for (size_t i = 0; i < known->count; i++)
		buf_print(b, "%s{%.*s}", i == 0 ? "" : i + 1 < known->count ? ", " : " and ", WHOLE(known->at[i]));
	return buf_str(b);
}

bool words_check(struct arena *a, const struct node *n, Str s, const struct texts *known, bool may_be_secret,
	struct mistakes *m)
{
	Str before, rest, word;

	while (text_cut(s, '{', &before, &rest)) {
		if (!text_cut(rest, '}', &word, &s))
			return mistake(m, n, "\"{\" without \"}\" in %s", text_quoted(a, rest));
		if (ends_in_dollar(before) && !may_be_secret)
			return mistake(m, n, "a secret has its place in \"headers\", or in \"auth\" of the system");
		if (!ends_in_dollar(before) && !texts_has(known, word))
			return mistake(m, n, "unknown word {%.*s}; known are %.*s", STR(word), WHOLE(listed(a, known)));
	}
	return true;
}
