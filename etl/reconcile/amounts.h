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
	uint32_t candidates;             /* on the other side */
	uint32_t last;                   /* one of these */
};

struct units {
	struct unit *at;
	size_t count;
};

/* All lines, or only those without a match; each its own unit. */
struct units lines_by_amount(struct arena *a, const struct pairing_list *list, bool alone);

/* Those without a match; the lines of a group are one unit. */
struct units groups_by_amount(struct arena *a, const struct pairing_list *list);

/* Of different currency or amount: less than 0, 0, more than 0. */
int worth_order(const struct unit *x, const struct unit *y);

/* The first unit that is neither of a lesser worth, nor of that worth before the day. */
size_t amounts_position(const struct units *u, uint32_t currency, int64_t amount, date day);

/* Where the counterparts of a line of list `side` stand among the units of the other: from … to − 1. */
void amounts_range(const struct pairing_window *w, const struct units *others, int side,
	const struct pairing_line *line, size_t *from, size_t *to);

/* Whether it may still be paired by its amount. */
bool line_is_alone(const struct pairing_line *line);

#endif
