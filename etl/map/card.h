/*
 * Card numbers (promise 13): 13 to 19 digits in a row, single blanks or dashes between groups of at least three, that
 * begin as a card's number does (ISO/IEC 7812 ranges of the schemes) and pass Luhn.  Digits with a letter beside them
 * are part of an identifier, such as a digest or a UUID, and no card number; nor are those behind the point of a
 * number.  What looks like one is never staged and never shown.
 */
#ifndef MAP_CARD_H
#define MAP_CARD_H

#include "base/decimal.h"
#include "base/text.h"

bool card_is_in(Str s);

/* Whether the digits of a number before its point are one. */
bool card_is_number(struct decimal d);

/* Whether a record holds a card number that stands in none of the cells that are declared to be identifiers, which are
 * marked.  Looks closely at hardly any record; of rows of one record each answers for itself, and the first for what
 * stands around them. */
struct record;
struct card_seen;
bool card_is_beside(struct card_seen *seen, const struct record *record, const bool *identifiers);

/* The last record of which rows were asked for. */
struct card_seen {
	Str text;
	uint64_t part, offset;
	bool holds;
};

/* With all digits but the last four of each card number as asterisks; s itself if there is none. */
Str card_masked(struct arena *a, Str s);

/* Digits only, Luhn's sum a multiple of ten (ISO/IEC 7812-1 annex B). */
bool luhn_is_good(Str digits);

#endif
