/*
 * Card numbers in a whole record, also where no map asks for the cell (promise 13); what one looks like: base/card.h.
 */
#ifndef MAP_CARD_H
#define MAP_CARD_H

#include "base/card.h"

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

#endif
