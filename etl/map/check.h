/* What a typed value must be, and sums over fields of one record. */
#ifndef MAP_CHECK_H
#define MAP_CHECK_H

#include "map/compile.h"

enum check_kind {
	CHECK_LENGTH, CHECK_MATCH, CHECK_IN, CHECK_MIN, CHECK_MAX, CHECK_LUHN, CHECK_GTIN, CHECK_EMAIL,
};

/* WARN keeps the row; FAIL makes it a reject and the extract fail. */
enum level { LEVEL_REJECT, LEVEL_WARN, LEVEL_FAIL };

struct check {
	enum check_kind kind;
	enum level level;
	const char *reason;
	int64_t least, most;         /* LENGTH, in characters */
	const struct regex *regex;
	const struct value *values;  /* IN, MIN, MAX */
	size_t count;
};

struct term {
	int slot;
	bool negative;
};

/* Fields that add up: the terms, those right of the "=" with the other sign, are zero together.  NULL counts as zero:
 * a report leaves the fee that was not taken blank.  Money is only added in one currency. */
struct cross {
	int slot;                    /* where it was declared */
	const struct spec *spec;     /* the same */
	enum level level;
	const char *reason;
	const struct term *terms;
	size_t count;
};

/* check.c */
bool check_value(struct work *w, const struct spec *s, const struct value *v);
void check_cross(struct work *w, const struct cross *x);

/* check_read.c: min and max beside the field's other keys, and `check`: a table or a list of tables. */
struct field_keys;
bool checks_read(struct compile *c, const struct field_keys *k, struct spec *s);

#endif
