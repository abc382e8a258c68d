/*
 * One compared field as SQL: what differs between two rows that a join laid beside each other, t and m.  In a join of
 * two sides either may be the truth, so that they change places (reversed); in a join by state (by_state.h) t is the
 * row of the side whose value counts, m the mirror's, and l that of the leading side.
 */
#ifndef RECONCILE_COMPARE_H
#define RECONCILE_COMPARE_H

#include "reconcile/input.h"

/* t and m are sides of the rule; of a join by state m alone. */
struct join {
	struct arena *a;
	const struct rule *rule;
	const struct inputs *inputs;
	size_t t, m;
	bool leading;                    /* t is the side that knows which keys exist */
	bool by_state;
};

/* Whether the sides' states say whose value counts, or whether there must be one. */
bool is_by_state(const struct comparison *c);

/* Whether a join of two sides compares a field: one has its truth, and the other repeats it. */
bool is_compared(const struct join *j, const struct comparison *c);

/* " or …" for each field that the join compares in that currency: whether both rows have an amount. */
void compare_amounts_add(struct buf *b, const struct join *j, int currency);

/* Whether a rule's comparison, by its number, is of an amount whose currency no other kind of finding tells of. */
bool is_own_currency(const struct rule *rule, size_t comparison);

/* " union all select …" of the differences in a field, and in its currency if that is its own. */
void compare_add(struct buf *b, const struct join *j, size_t comparison);

/* SQL that is true wherever compare_add finds something between m and the row of another side. */
void compare_differs_add(struct buf *b, const struct join *j, size_t comparison, size_t other, const char *row);

/* SQL that is true for a leading row, of that alias, and a mirror's, m, that lacks a value which it must have. */
Str compare_lacks(struct arena *a, const struct rule *rule, const struct comparison *c, const char *leading);

/* The clock by which a difference in the field waits: when it began, and its number, as SQL. */
Str compare_since(const struct join *j, const struct comparison *c);
Str compare_clock(const struct join *j, size_t comparison);

/* The number by which findings name the clock of a rule's comparison. */
int compare_clock_number(size_t comparison);

/* A column of the key's own: in a join by state of the first of the three rows that has it, else of t. */
Str compare_key(const struct join *j, Str column);

#endif
