/*
 * ISO 4217: three letters, the numeric code, and how many digits an amount has behind the point.  The list is the
 * standard's table A.1 of current codes (those without minor units, such as XAU, have exponent -1).
 */
#ifndef BASE_CURRENCY_H
#define BASE_CURRENCY_H

#include "base/text.h"

struct currency {
	char code[4];
	int number;
	int exponent;
};

/* By its three letters, any case; by its three digits ("008"); NULL if there is none. */
const struct currency *currency_find(Str code);
const struct currency *currency_by_number(Str digits);

/* All of them, by code. */
extern const struct currency currencies[];
extern const size_t currency_count;

#endif
