#include "base/text.h"

#include <stdio.h>

int text_compare(Str a, Str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.at, b.at, common) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

size_t text_find_byte(Str s, char byte)
{
	const char *found = s.len ? memchr(s.at, byte, s.len) : NULL;

	return found ? (size_t)(found - s.at) : s.len;
}

size_t text_find(Str s, Str other)
{
	const char *found = other.len ? memmem(s.at ? s.at : "", s.len, other.at, other.len) : s.at;

	return found ? (size_t)(found - s.at) : s.len;
}

bool text_cut(Str s, char separator, Str *head, Str *rest)
{
	size_t at = text_find_byte(s, separator);

	*head = text_head(s, at);
	*rest = text_from(s, at + 1);
	return at < s.len;
}

Str text_trim(Str s)
{
	while (s.len > 0 && byte_is_blank(s.at[0]))
		s = text_from(s, 1);
	while (s.len > 0 && byte_is_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

char *text_z(struct arena *a, Str s)
{
	char *copy = arena_raw(a, s.len + 1);

	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	return copy;
}

Str text_copy(struct arena *a, Str s)
{
	return (Str){text_z(a, s), s.len};
}

/* RFC 3629 section 4: how long a sequence is by its first byte, and what the second may be. */
static const struct lead {
	unsigned char first, last, length, low, high;
} leads[] = {
	{0x00, 0x7F, 1, 0x00, 0xFF}, {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF},
	{0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF}, {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF},
	{0xF4, 0xF4, 4, 0x80, 0x8F},
};

static const struct lead *lead_of(unsigned char first)
{
	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
		if (first >= leads[i].first && first <= leads[i].last)
			return &leads[i];
	return NULL;
}

/* The length of the well-formed sequence at p, 0 if there is none. */
static size_t sequence(const unsigned char *p, size_t left)
{
	const struct lead *lead = lead_of(p[0]);

	if (!lead || lead->length > left)
		return 0;
	if (lead->length > 1 && (p[1] < lead->low || p[1] > lead->high))
		return 0;
	for (size_t i = 2; i < lead->length; i++)
		if (p[i] < 0x80 || p[i] > 0xBF)
			return 0;
	return lead->length;
}

/* Eight ASCII bytes at a time: nearly all text is. */
static size_t ascii_run(const char *p, size_t left)
{
	size_t n = 0;
	uint64_t word;

	for (; left - n >= sizeof word; n += sizeof word) {
		memcpy(&word, p + n, sizeof word);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	return n;
}

bool text_is_utf8(Str s, size_t *bad)
{
	size_t i = 0;

	while (i < s.len) {
		size_t n = ascii_run(s.at + i, s.len - i);

		if (n == 0)
			n = sequence((const unsigned char *)s.at + i, s.len - i);
		if (n == 0) {
			if (bad)
				*bad = i;
			return false;
		}
		i += n;
	}
	return true;
}

bool text_uint(Str s, uint64_t *value)
{
	uint64_t sum = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		uint64_t digit = (uint64_t)(s.at[i] - '0');

		if (s.at[i] < '0' || s.at[i] > '9' || sum > (UINT64_MAX - digit) / 10)
			return false;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return true;
}

const char *text_quoted(struct arena *a, Str s)
{
	enum { SHOWN = 80 };

	return text_excerpt(a, s, SHOWN);
}

const char *text_excerpt(struct arena *a, Str s, size_t most)
{
	size_t shown = s.len < most ? s.len : most, n = 0;
	char *out = arena_raw(a, 4 * shown + 8);

	out[n++] = '"';
	for (size_t i = 0; i < shown;) {
		unsigned char c = (unsigned char)s.at[i];
		size_t run = c < 0x20 || c == 0x7F ? 0 : sequence((const unsigned char *)s.at + i, s.len - i);

		if (run == 0) {
			n += (size_t)snprintf(out + n, 5, "\\x%02X", c);
			i++;
		} else {
			if (i + run > shown)
				break;
			memcpy(out + n, s.at + i, run);
			n += run;
			i += run;
		}
	}
	if (shown < s.len)
		n += (size_t)snprintf(out + n, 4, "…");
	out[n++] = '"';
	out[n] = '\0';
	return out;
}

size_t text_distance(Str a, Str b)
{
	size_t row[TEXT_DISTANCE_MOST + 1];

	if (a.len > TEXT_DISTANCE_MOST || b.len > TEXT_DISTANCE_MOST)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t change = diagonal + (a.at[i - 1] != b.at[j - 1]);
			size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;

			diagonal = row[j];
			row[j] = change < least ? change : least;
		}
	}
	return row[b.len];
}

/* "lower" of "lowercase", "max_open" of "max_o": what has the other for its beginning, in four letters or more. */
static const char *longest_head(Str word, const char *const *candidates, size_t count)
{
	const char *found = NULL;
	size_t longest = 3;

	for (size_t i = 0; i < count; i++) {
		Str s = text(candidates[i]);
		size_t common = s.len < word.len ? s.len : word.len;

		if (common > longest && text_is(text_head(s, common), text_head(word, common))) {
			longest = common;
			found = candidates[i];
		}
	}
	return found;
}

const char *text_nearest(Str word, const char *const *candidates, size_t count)
{
	size_t limit = word.len / 3 > 2 ? word.len / 3 : 2, best = limit + 1;
	const char *nearest = NULL;

	for (size_t i = 0; i < count; i++) {
		size_t d = text_distance(word, text(candidates[i]));

		if (d < best && d < word.len) {
			best = d;
			nearest = candidates[i];
		}
	}
	return nearest ? nearest : longest_head(word, candidates, count);
}

/* Whether c is in the set that opens at pattern[0] == '['; *after is the index behind the closing bracket. */
static bool in_set(Str pattern, char c, size_t *after)
{
	size_t i = 1;
	bool negated = pattern.len > 1 && (pattern.at[1] == '!' || pattern.at[1] == '^'), found = false;

	if (negated)
		i++;
	for (bool first = true; i < pattern.len && (first || pattern.at[i] != ']'); first = false) {
		if (i + 2 < pattern.len && pattern.at[i + 1] == '-' && pattern.at[i + 2] != ']') {
			found = found || (c >= pattern.at[i] && c <= pattern.at[i + 2]);
			i += 3;
		} else {
			found = found || c == pattern.at[i];
			i++;
		}
	}
	*after = i + 1;
	return found != negated;
}

static bool matches_one(Str pattern, char c, size_t *after)
{
	*after = 1;
	if (pattern.at[0] == '[')
		return in_set(pattern, c, after);
	return pattern.at[0] == '?' || pattern.at[0] == c;
}

bool text_glob(Str pattern, Str s)
{
	size_t p = 0, i = 0, star = SIZE_MAX, retry = 0;

	while (i < s.len) {
		size_t after;

		if (p < pattern.len && pattern.at[p] == '*') {
			star = p++;
			retry = i;
		} else if (p < pattern.len && matches_one(text_from(pattern, p), s.at[i], &after)) {
			p += after;
			i++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			i = ++retry;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p >= pattern.len;
}

void texts_add(struct arena *a, struct texts *list, Str s)
{
	list->at = arena_grow(a, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = s;
}

bool texts_has(const struct texts *list, Str s)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_is(list->at[i], s))
			return true;
	return false;
}
