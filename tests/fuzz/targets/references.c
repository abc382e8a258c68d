/*
 * References: what is found in a text stands in it, letter by letter; a reference written into a text is found there,
 * whatever stands around it; and likeness is a measure: the same both ways, and 1 for what is equal.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "reconcile/references.h"

static bool is_plain(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || byte_is_digit(c);
}

/* All letters and digits of a text, in upper case; how many words they stand in. */
static Str stripped(struct arena *a, Str s, int *words)
{
	char *to = arena_raw(a, s.len + 1);
	size_t len = 0;

	*words = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (!is_plain(s.at[i]))
			continue;
		*words += i == 0 || !is_plain(s.at[i - 1]);
		to[len++] = s.at[i] >= 'a' && s.at[i] <= 'z' ? (char)(s.at[i] - 'a' + 'A') : s.at[i];
	}
	return (Str){to, len};
}

static bool is_the_one(uint64_t token, const void *subject)
{
	return token == *(const uint64_t *)subject;
}

static void note(uint64_t token, void *into)
{
	(void)token;
	*(bool *)into = true;
}

static bool stands_in(Str plain, Str text)
{
	uint64_t token = reference_token(plain);
	bool found = false;

	references_in(text, is_the_one, &token, note, &found);
	return found;
}

static Str between(struct arena *a, const char *before, Str s, const char *after)
{
	struct buf *b = buf_new(a, 1 << 16);

	buf_add(b, text(before));
	buf_add(b, s);
	buf_add(b, text(after));
	return buf_str(b);
}

static void found(struct arena *a, Str written, Str plain, Str text)
{
	int words, ours;
	Str letters = stripped(a, text, &words), own = stripped(a, written, &ours);

	must(!stands_in(plain, text) || text_find(letters, plain) < letters.len, "found what is not there");
	if (ours > 5 || own.len > REFERENCE_MOST)
		return;
	must(stands_in(plain, between(a, "AB 12/", written, " 34")), "what stands between others is found");
	if (ours == 1 && own.len + 4 <= REFERENCE_MOST)
		must(stands_in(plain, between(a, "x TX", plain, "XT y")), "what stands between TX and XT is found");
}

static void alike(Str x, Str y)
{
	double like = reference_likeness(x, y), back = reference_likeness(y, x);

	must(like >= 0 && like <= 1 && like - back < 1e-9 && back - like < 1e-9, "likeness is a measure");
	must(x.len < REFERENCE_LEAST || reference_likeness(x, x) > 0.999, "what is equal is alike");
}

static void target(struct arena *a, Str in)
{
	Str written = take_text(&in, '\n'), plain = reference_plain(a, written), other = reference_plain(a, in);
	double kin;

	must_be(reference_plain(a, plain), plain, "plain of plain");
	alike(plain, other);
	if (plain.len == 0)
		return;
	must(plain.len >= REFERENCE_LEAST && plain.len <= REFERENCE_MOST && plain.at[0] != '0', "what a reference is");
	found(a, written, plain, in);
	kin = reference_in(plain, in);
	must(kin < 0 || (kin >= 0 && kin <= 1), "likeness is a share");
}
