/*
 * Lines of a list in the order of currency, amount and day, so that those of one amount within some days stand beside
 * each other.  What has no day or no amount is not among them.
 */
#ifndef RECONCILE_AMOUNTS_H
#define RECONCILE_AMOUNTS_H

#include "reconcile/pairing.h"

/* For putting the lines of one group beside each other. */
struct grouped_line {
	uint64_t group;
	uint32_t currency, line;
};

/* A line, or those of one group that are taken as one, of their sum, on their last day. */
struct unit {
	uint32_t currency;
	date day;
	int64_t amount;
	uint32_t line;                   /* its line, or the first of the group */
	const struct grouped_line *group;  /* NULL: the line alone */
	uint32_t group_count;
	uint32_t candidates;             /* on the other side, within the window, and */
	uint32_t from;                   /* the first of them; filled by units_face */
};

struct units {
	struct unit *at;
	size_t count;
};

/* All lines, or only those without a match; each its own unit. */
struct units lines_by_amount(struct arena *a, const struct pairing_list *list, bool alone);

/* Those without a match; the lines of a group are one unit. */
struct units groups_by_amount(struct arena *a, const struct pairing_list *list);

/* The first unit that is neither of a lesser worth, nor of that worth before the day. */
size_t amounts_position(const struct units *u, uint32_t currency, int64_t amount, date day);

/* Finds for the units of both lists which of the other's have their worth and lie in the window. */
void units_face(const struct pairing_window *w, struct units *first, struct units *second);

/* Whether it may still be paired by its amount. */
bool line_is_alone(const struct pairing_line *line);

#endif
