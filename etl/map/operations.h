/* The operations of `do`: one row each, from which parser, check and reference are derived. */
#ifndef MAP_OPERATIONS_H
#define MAP_OPERATIONS_H

#include "base/decimal.h"
#include "base/regex.h"
#include "config/mistakes.h"
#include "config/node.h"

enum result { RESULT_DONE, RESULT_NULL, RESULT_BAD };

struct operation {
	const struct operation_row *row;
	Str first, second;           /* texts, in the order in which they are written */
	int64_t n, m;                /* numbers, likewise */
	enum decimal_rounding rounding;
	const struct regex *regex;
};

/* Arguments, a letter each: t a text, c one character, n a number from 0, i an integer, r /re/, w the text that a /re/
 * is replaced by, m a rounding mode.  The last t takes the rest, colons too. */
struct operation_row {
	const char *name, *arguments;
	enum result (*text)(struct arena *a, const struct operation *o, Str *s);
	struct decimal (*number)(struct arena *a, const struct operation *o, struct decimal d);
	const char *bad;             /* the reason of RESULT_BAD */
	const char *doc;
};

extern const struct operation_row operation_rows[];
extern const size_t operation_row_count;

/* "name:argument:argument"; \: is a colon in a text. */
bool operation_parse(struct arena *a, const struct node *n, struct operation *o, struct mistakes *m);

#endif
