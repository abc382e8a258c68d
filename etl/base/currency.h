/*
 * ISO 4217: three letters, the numeric code, and how many digits an amount has behind the point.  The list is the
 * standard's table A.1 of current codes (those without minor units, such as XAU, have exponent -1) and, withdrawn, that
 * of its table A.3, whose digits are those of their last years: the standard no longer states them.
 */
#ifndef BASE_CURRENCY_H
#define BASE_CURRENCY_H

#include "base/text.h"

struct currency {
	char code[4];
	int number;              /* 0: it had none */
	int exponent;
	bool withdrawn;
};

/* What money is counted in today, by its three letters, any case; by its three digits ("008"); NULL if there is none.
 * The codes for no currency (999) and for tests (963) are none. */
const struct currency *currency_find(Str code);
const struct currency *currency_by_number(Str digits);

/* Whatever the standard lists or has listed under the three letters; NULL if it never did. */
const struct currency *currency_listed(Str code);

/* All of them, by code. */
extern const struct currency currencies[];
extern const size_t currency_count;

#endif
