/*
 * What names a payment: references as systems write them (payout ids, batch numbers, order numbers), and the places
 * where they stand inside free text such as a bank's remittance information, which cuts them apart, changes their case
 * and sets other words around them.  A reference is compared by its letters and digits alone, in upper case, without
 * leading zeros: "st-00a1 b2", "ST00A1B2" are one.  Shorter than four, or without a digit, it names nothing.
 *
 * Sources: ISO 20022 remittance information is cut at 35 or 140 characters, SWIFT MT940 :86: at 65 and at 27 in German
 * banks' subfields, without regard for words; Adyen writes its batches as TX<number>XT.
 */
#ifndef RECONCILE_REFERENCES_H
#define RECONCILE_REFERENCES_H

#include "base/text.h"

enum { REFERENCE_LEAST = 4, REFERENCE_MOST = TEXT_DISTANCE_MOST };

/* Its letters and digits in upper case, in the arena; empty if it names nothing. */
Str reference_plain(struct arena *a, Str written);

/* A number for a plain reference: equal ones have one number, others practically never. */
uint64_t reference_token(Str plain);

/* The tokens of all that may be a reference in a text: each word, up to five that follow each other taken together, and
 * what stands between TX and XT.  known(token, subject) says which are wanted; take gets each of these, perhaps more
 * than once. */
void references_in(Str text, bool (*known)(uint64_t token, const void *subject), const void *subject,
	void (*take)(uint64_t token, void *into), void *into);

/* The best likeness of a plain reference to anything in the text that is of its kind: words, perhaps taken together,
 * that begin with the same letters, or as many digits where it has digits alone; a word is the head of one that was cut
 * off only where it does not go on to another of the same letters and digits.  -1 if there is nothing of its kind. */
double reference_in(Str plain, Str text);

/* How alike two plain references are: 1 equal, 0 nothing in common; one that is the head of the other, as where a
 * system cut it off, and one in which a few characters are wrong are nearly 1.  What differs within its last four
 * digits alone is no damage: it is the number of another one, given out shortly before or after, and half alike. */
double reference_likeness(Str x, Str y);

#endif
