#include "reconcile/references.h"

#include "base/hash.h"

enum { TAKEN_TOGETHER = 5 };

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* ── one reference ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool names_something(Str plain)
{
	for (size_t i = 0; plain.len >= REFERENCE_LEAST && i < plain.len; i++)
		if (byte_is_digit(plain.at[i]))
			return true;
	return false;
}

static Str without_zeros(Str plain)
{
	size_t zeros = 0;

	while (zeros < plain.len && plain.at[zeros] == '0')
		zeros++;
	return text_from(plain, zeros);
}

Str reference_plain(struct arena *a, Str written)
{
	char *to = arena_raw(a, written.len + 1);
	size_t len = 0;
	Str plain;

	for (size_t i = 0; i < written.len && len < REFERENCE_MOST; i++)
		if (is_letter(written.at[i]) || byte_is_digit(written.at[i]))
			to[len++] = upper(written.at[i]);
	plain = without_zeros((Str){to, len});
	return names_something(plain) ? plain : (Str){to, 0};
}

uint64_t reference_token(Str plain)
{
	return hash_short(plain) | 1;
}

/* ── references inside text ────────────────────────────────────────────────────────────────────────────────────── */

/* Who looks at what may be a reference, and the characters of up to five words. */
struct search {
	void (*look)(Str plain, void *subject);
	void *subject;
	char plain[REFERENCE_MOST];
	size_t len;
	bool over;
};

static void look(const struct search *s, Str plain)
{
	plain = without_zeros(plain);
	if (names_something(plain))
		s->look(plain, s->subject);
}

static void look_between(const struct search *s, Str plain)
{
	if (plain.len > 4 && text_begins(plain, S("TX")) && text_ends(plain, S("XT")))
		look(s, (Str){plain.at + 2, plain.len - 4});
}

/* Adds the word that begins at or behind `at`; where it ends.  What is too long for a reference is over. */
static size_t word_add(struct search *s, Str text, size_t at)
{
	while (at < text.len && !is_letter(text.at[at]) && !byte_is_digit(text.at[at]))
		at++;
	for (; at < text.len && (is_letter(text.at[at]) || byte_is_digit(text.at[at])); at++) {
		if (s->len < REFERENCE_MOST)
			s->plain[s->len++] = upper(text.at[at]);
		else
			s->over = true;
	}
	return at;
}

/* All that begins with the word at this place; where the word ends. */
static size_t look_from(struct search *s, Str text, size_t at)
{
	size_t first, end;

	s->len = 0;
	s->over = false;
	first = end = word_add(s, text, at);
	for (int words = 1; s->len > 0 && !s->over; words++) {
		look(s, (Str){s->plain, s->len});
		look_between(s, (Str){s->plain, s->len});
		if (words == TAKEN_TOGETHER || end >= text.len)
			break;
		end = word_add(s, text, end);
	}
	return first;
}

static void search(Str text, void (*look_at)(Str plain, void *subject), void *subject)
{
	struct search s = {.look = look_at, .subject = subject};

	for (size_t at = 0; at < text.len;)
		at = look_from(&s, text, at);
}

struct wanted {
	bool (*known)(uint64_t token, const void *subject);
	const void *subject;
	void (*take)(uint64_t token, void *into);
	void *into;
};

static void take_known(Str plain, void *subject)
{
	const struct wanted *w = subject;
	uint64_t token = reference_token(plain);

	if (w->known(token, w->subject))
		w->take(token, w->into);
}

void references_in(Str text, bool (*known)(uint64_t token, const void *subject), const void *subject,
	void (*take)(uint64_t token, void *into), void *into)
{
	struct wanted wanted = {known, subject, take, into};

	search(text, take_known, &wanted);
}

/* ── likeness ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static size_t least(size_t x, size_t y)
{
	return x < y ? x : y;
}

/* Numbers that are given out one after the other, such as PO1001 and PO1002: they differ in their last digits alone. */
static bool are_neighbours(Str x, Str y)
{
	enum { LAST_DIGITS = 4 };
	size_t same = 0;

	if (x.len != y.len)
		return false;
	while (same < x.len && x.at[same] == y.at[same])
		same++;
	if (same == x.len || x.len - same > LAST_DIGITS)
		return false;
	for (size_t i = same; i < x.len; i++)
		if (!byte_is_digit(x.at[i]) || !byte_is_digit(y.at[i]))
			return false;
	return true;
}

double reference_likeness(Str x, Str y)
{
	static const double of_neighbours = 0.5;
	size_t shorter, longer;

	x = text_head(x, REFERENCE_MOST);
	y = text_head(y, REFERENCE_MOST);
	shorter = least(x.len, y.len);
	longer = x.len + y.len - shorter;
	if (shorter < REFERENCE_LEAST)
		return 0;
	if (shorter >= 6 && (text_begins(x, y) || text_begins(y, x)))
		return longer == shorter ? 1 : 0.9;
	if (are_neighbours(x, y))
		return of_neighbours;
	return 1 - (double)text_distance(x, y) / (double)longer;
}

/* ── what is of one kind ───────────────────────────────────────────────────────────────────────────────────────── */

/* here: of what begins at one word of the text; is_whole: it has all that a reference of this shape has. */
struct kin {
	Str plain;
	double best, here;
	bool is_whole;
};

static size_t letters_before(Str plain)
{
	size_t n = 0;

	while (n < plain.len && !byte_is_digit(plain.at[n]))
		n++;
	return n;
}

static bool is_number(Str plain)
{
	for (size_t i = 0; i < plain.len; i++)
		if (!byte_is_digit(plain.at[i]))
			return false;
	return true;
}

static bool is_of_kind(Str plain, Str like)
{
	size_t letters = letters_before(like);

	if (letters >= 2)
		return letters_before(plain) == letters && text_begins(plain, text_head(like, letters));
	return plain.len == like.len && is_number(plain) == is_number(like);
}

/* Whether letters and digits stand in the same places. */
static bool is_of_shape(Str plain, Str like)
{
	if (plain.len != like.len)
		return false;
	for (size_t i = 0; i < plain.len; i++)
		if (byte_is_digit(plain.at[i]) != byte_is_digit(like.at[i]))
			return false;
	return true;
}

/* What stands there whole says more than its head alone: in "RE2026 4711" nobody has cut off RE20260002. */
static void look_for_kin(Str plain, void *subject)
{
	struct kin *k = subject;
	double like;

	if (k->is_whole || !is_of_kind(plain, k->plain))
		return;
	like = reference_likeness(plain, k->plain);
	k->is_whole = is_of_shape(plain, k->plain);
	k->here = k->is_whole || like > k->here ? like : k->here;
}

double reference_in(Str plain, Str text)
{
	struct kin k = {.plain = plain, .best = -1};
	struct search s = {.look = look_for_kin, .subject = &k};

	for (size_t at = 0; at < text.len;) {
		k.here = -1;
		k.is_whole = false;
		at = look_from(&s, text, at);
		k.best = k.here > k.best ? k.here : k.best;
	}
	return k.best;
}
