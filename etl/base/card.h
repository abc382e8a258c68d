/*
 * Card numbers (promise 13): 13 to 19 digits in a row, single blanks or dashes between groups of at least three, that
 * begin as a card's number does (ISO/IEC 7812 ranges of the schemes) and pass Luhn.  Digits with a letter beside them
 * are part of an identifier, such as a digest or a UUID, and no card number; nor are those behind the point of a
 * number.  What looks like one is never staged and never shown.
 */
#ifndef BASE_CARD_H
#define BASE_CARD_H

#include "base/decimal.h"
#include "base/text.h"

enum { CARD_LEAST = 13, CARD_MOST = 19 };

bool card_is_in(Str s);

/* Whether the digits of a number before its point are one. */
bool card_is_number(struct decimal d);

/* The first card number at or behind `from`: where its groups begin and end. */
bool card_next(Str s, size_t from, size_t *start, size_t *end);

/* With all digits but the last four of each card number as asterisks; s itself if there is none. */
Str card_masked(struct arena *a, Str s);

/* Digits only, Luhn's sum a multiple of ten (ISO/IEC 7812-1 annex B). */
bool luhn_is_good(Str digits);

/* How many digits stand in it, wherever. */
size_t card_digits(Str s);

#endif
