/*
 * Magento's searchCriteria ("Search using REST endpoints" of Adobe's Web APIs): groups of filters, of which one of each
 * group must hold; an order, a page; and "fields", which leaves out of an answer what is not named in it.
 */
#ifndef SYSTEMS_CRITERIA_H
#define SYSTEMS_CRITERIA_H

#include "systems.h"

enum { CRITERIA_FILTERS = 12, CRITERIA_ORDERS = 3 };

struct criterion {
	uint64_t group, number;
	Str field, value, condition;
};

struct criteria {
	struct criterion at[CRITERIA_FILTERS];
	size_t count;
	struct {
		Str field, direction;
	} order[CRITERIA_ORDERS];   /* the first counts most; empty: no order */
	uint64_t size, page;        /* size 0: all */
	bool paged;                 /* a size was given */
	Str fields;
	const char *wrong;          /* NULL if nothing is */
};

/* pattern: a record, which says what fields there are. */
struct criteria criteria_read(struct arena *a, const struct pairs *query, const struct value *pattern);

bool criteria_fit(const struct criteria *c, const struct value *body);

/* Before, the same, after: of two records in the order that was asked for. */
int criteria_order(const struct criteria *c, const struct value *x, const struct value *y);

/* As an answer says it again. */
struct value *criteria_said(struct arena *a, const struct criteria *c);

/* What of a value "items[a,b[c]],total_count" names; all of it if it names nothing. */
struct value *fields_of(struct arena *a, const struct value *v, Str fields);

#endif
