/*
 * Str: borrowed bytes, a pointer and a length, passed by value.  It owns nothing and need not end in a NUL; whoever
 * keeps one longer than its source copies it into an arena (text_copy).
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
	const char *at;
	size_t len;
} Str;

/* For printf, whole: generated SQL.  Messages use STR. */
#define WHOLE(s) (int)(s).len, (s).at ? (s).at : ""

/* A Str of a string literal. */
#define S(literal) ((Str){"" literal, sizeof(literal) - 1})

/* For printf: "%.*s", STR(s).  Longer texts are cut; errors quote through text_quoted. */
#define STR(s) (int)((s).len > 2000 ? 2000 : (s).len), (s).at ? (s).at : ""

static inline Str text(const char *z)
{
	return (Str){z, z ? strlen(z) : 0};
}

static inline bool text_is(Str a, Str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool text_begins(Str s, Str head)
{
	return s.len >= head.len && text_is((Str){s.at, head.len}, head);
}

static inline bool text_ends(Str s, Str tail)
{
	return s.len >= tail.len && text_is((Str){s.at + s.len - tail.len, tail.len}, tail);
}

static inline Str text_from(Str s, size_t start)
{
	return start >= s.len ? (Str){s.len ? s.at + s.len : s.at, 0} : (Str){s.at + start, s.len - start};
}

static inline Str text_head(Str s, size_t len)
{
	return (Str){s.at, len < s.len ? len : s.len};
}

/* ASCII: 0 to 9; space, tab, CR, LF, FF and VT; the value of a hexadecimal digit, -1 if it is none. */
static inline bool byte_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool byte_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline int byte_hex(char c)
{
	if (byte_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* How many digits it begins with. */
static inline size_t text_digits(Str s)
{
	size_t n = 0;

	while (n < s.len && byte_is_digit(s.at[n]))
		n++;
	return n;
}

/* Order of bytes, as memcmp; a prefix stands before what it begins. */
int text_compare(Str a, Str b);

/* Where the byte, or the other text, first stands in s; s.len if nowhere. */
size_t text_find_byte(Str s, char byte);
size_t text_find(Str s, Str other);

/* Cuts s at the first separator: *head is what stands before it, *rest what follows.  False if there is none. */
bool text_cut(Str s, char separator, Str *head, Str *rest);

/* Without blanks (space, tab, CR, LF, FF, VT) at both ends. */
Str text_trim(Str s);

/* A copy in the arena, with a NUL behind it. */
Str text_copy(struct arena *a, Str s);
char *text_z(struct arena *a, Str s);

/* Whether s is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing past U+10FFFF); the place of
 * the first bad byte goes to *bad unless it is NULL. */
bool text_is_utf8(Str s, size_t *bad);

/* A non-negative decimal integer, digits only; false if it is none or does not fit. */
bool text_uint(Str s, uint64_t *value);

/* For messages: in double quotes, control and non-UTF-8 bytes as \xNN, cut after 80 bytes with "…". */
const char *text_quoted(struct arena *a, Str s);

/* The same, cut after so many bytes. */
const char *text_excerpt(struct arena *a, Str s, size_t most);

/* How many bytes must be put in, taken out or changed (Levenshtein, 1966); SIZE_MAX if one of them is longer than
 * TEXT_DISTANCE_MOST, which is too far by definition. */
enum { TEXT_DISTANCE_MOST = 64 };
size_t text_distance(Str a, Str b);

/* The candidate nearest to word by edit distance (at most a third of its length, two at least); else one of which one
 * begins with the other, in four letters or more; or NULL. */
const char *text_nearest(Str word, const char *const *candidates, size_t count);

/* A pattern of *, ? and [a-z] against the whole of s; * crosses nothing special. */
bool text_glob(Str pattern, Str s);

/* A list of texts, growing in an arena. */
struct texts {
	Str *at;
	size_t count;
};
void texts_add(struct arena *a, struct texts *list, Str s);
bool texts_has(const struct texts *list, Str s);

#endif
