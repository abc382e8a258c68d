/* What the files of the QuickBooks system know of each other. */
#ifndef SYSTEMS_QUICKBOOKS_H
#define SYSTEMS_QUICKBOOKS_H

#include "systems.h"

void quickbooks_hold(struct systems *s);

/* "select … from Invoice where …" ("Data queries"): a list of it, what is left out, and its page. */
enum { QUERY_TERMS = 8, QUERY_VALUES = 8 };

struct query_term {
	Str field, sign;            /* =, <, >, <=, >=, in, like */
	Str values[QUERY_VALUES];
	size_t count;
};

struct query {
	Str entity;
	struct texts columns;       /* none: all */
	bool counts;                /* count(*) */
	struct query_term terms[QUERY_TERMS];
	size_t term_count;
	Str order;
	bool descending;
	uint64_t start, most;
	const char *wrong;          /* NULL if nothing is */
	bool unparsed;              /* it is no query at all; else it names what is not there */
};

struct query query_read(struct arena *a, Str said);

/* Whether all fields are those of such a record; else wrong says which is not. */
bool query_check(struct arena *a, struct query *query, const struct value *pattern);

bool query_fits(const struct query *query, const struct value *body);

/* Before, the same, after: of two records in the order that was asked for. */
int query_order(const struct query *query, const struct value *x, const struct value *y);

#endif
