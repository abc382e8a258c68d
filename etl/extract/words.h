/*
 * Words in braces that stand in texts of a request, such as {from} or {cursor}, and what takes their place.  A text may
 * also name secrets, ${secret:NAME}: they are no words, and are left to the moment of asking (net/ask.h).
 */
#ifndef EXTRACT_WORDS_H
#define EXTRACT_WORDS_H

#include "config/keys.h"

struct word {
	Str name, value;
};

struct words {
	struct word *at;
	size_t count;
};

void words_add(struct arena *a, struct words *list, Str name, Str value);

/* The same list with room for more, which the first one does not see. */
struct words words_copy(struct arena *a, const struct words *list);

/* As they stand in a path: what a value holds is no part of the address. */
struct words words_escaped(struct arena *a, const struct words *list);

/* With every word replaced; one that is not in the list is left out, which words_check has refused before. */
Str words_filled(struct arena *a, const struct words *list, Str s);

/* The same of a text whose braces may be its own: only those around a word of the list are replaced. */
Str words_put(struct arena *a, const struct words *list, Str s);

/* Whether the text names the word. */
bool words_name(Str s, Str word);

/* Notes at n what is no word of known, and a secret where it would be shown and kept. */
bool words_check(struct arena *a, const struct node *n, Str s, const struct texts *known, bool may_be_secret,
	struct mistakes *m);

#endif
