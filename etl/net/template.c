#include "net/template.h"

#include "base/buf.h"
#include "config/secret.h"

enum piece_kind { PIECE_TEXT, PIECE_WORD, PIECE_SECRET };

static bool is_word(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!(s.at[i] >= 'a' && s.at[i] <= 'z') && s.at[i] != '_' && !byte_is_digit(s.at[i]))
			return false;
	return s.len > 0;
}

/* Takes the next piece: a word without its braces, a secret with its own, or what stands before either. */
static enum piece_kind next(Str *left, Str *piece)
{
	for (size_t i = 0; i < left->len; i++) {
		bool is_secret = text_begins(text_from(*left, i), S("${secret:"));
		size_t begin = is_secret ? i + 1 : i, end = begin + text_find_byte(text_from(*left, begin), '}');
		Str within = {left->at + begin + 1, end - begin - 1};

		if (left->at[begin] != '{' || end >= left->len || (!is_secret && !is_word(within))
		    || (!is_secret && i > 0 && left->at[i - 1] == '$'))
			continue;
		if (i > 0) {
			*piece = text_head(*left, i);
			*left = text_from(*left, i);
			return PIECE_TEXT;
		}
		*piece = is_secret ? text_head(*left, end + 1) : within;
		*left = text_from(*left, end + 1);
		return is_secret ? PIECE_SECRET : PIECE_WORD;
	}
	*piece = *left;
	*left = (Str){0};
	return PIECE_TEXT;
}

static const struct template_word *find(const struct template_word *words, size_t count, Str name)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(name, text(words[i].name)))
			return &words[i];
	return NULL;
}

static const char *known(struct arena *a, const struct template_word *words, size_t count)
{
	const char *list = "";

	for (size_t i = 0; i < count; i++)
		list = arena_print(a, "%s%s{%s}", list, i > 0 ? ", " : "", words[i].name);
	return list;
}

bool template_check(struct arena *a, Str template, const struct template_word *words, size_t count,
	const struct node *n, struct mistakes *m)
{
	bool good = true;
	Str piece;

	while (template.len > 0)
		if (next(&template, &piece) == PIECE_WORD && !find(words, count, piece))
			good = mistake(m, n, "unknown word {%.*s}; known are %s", STR(piece), known(a, words, count));
	return good;
}

bool template_fill(struct arena *a, Str template, const struct template_word *words, size_t count, Str *filled,
	struct err *e)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	while (template.len > 0) {
		const struct template_word *word;
		Str piece, secret;

		switch (next(&template, &piece)) {
		case PIECE_TEXT:
			buf_add(b, piece);
			break;
		case PIECE_SECRET:
			if (!secret_fill(a, piece, &secret, e))
				return false;
			buf_add(b, secret);
			break;
		case PIECE_WORD:
			word = find(words, count, piece);
			if (!word)
				return err_set(e, ERR_CONFIG, "unknown word {%.*s}", STR(piece));
			buf_add(b, word->value);
			break;
		}
	}
	*filled = b->len > 0 ? buf_str(b) : S("");
	return true;
}
