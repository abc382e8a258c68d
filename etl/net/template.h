/* Texts with words in braces, "{method}\n{path}", and secrets, ${secret:NAME}: filled in one pass, so that nothing that
 * was filled in is looked at again.  A brace that begins no word stands for itself. */
#ifndef NET_TEMPLATE_H
#define NET_TEMPLATE_H

#include "config/mistakes.h"

struct template_word {
	const char *name;
	Str value;
};

/* Every {word} must be one of those; a mistake at n. */
bool template_check(struct arena *a, Str template, const struct template_word *words, size_t count,
	const struct node *n, struct mistakes *m);

bool template_fill(struct arena *a, Str template, const struct template_word *words, size_t count, Str *filled,
	struct err *e) __attribute__((warn_unused_result));

#endif
