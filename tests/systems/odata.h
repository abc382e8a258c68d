/*
 * OData 4 (docs.oasis-open.org/odata, part 2: URL Conventions) as far as Business Central's pages show it: $filter with
 * comparisons joined by and, $expand and $select of names, $orderby, $top, $skip, $count, $skiptoken.
 */
#ifndef SYSTEMS_ODATA_H
#define SYSTEMS_ODATA_H

#include "systems.h"

enum { ODATA_TERMS = 8 };

struct odata_term {
	Str field, sign;            /* eq, ne, gt, ge, lt, le */
	Str literal;                /* a text without its quotes */
	bool is_text;
};

struct odata {
	struct odata_term terms[ODATA_TERMS];
	size_t term_count;
	struct texts expand, select;
	Str order;
	bool descending, counted;
	uint64_t top, skip;         /* top: UINT64_MAX where it is not given */
	Str skip_token;
	const char *wrong;          /* NULL if nothing is */
};

/* pattern: a record, which says what fields there are; expansions: its navigation properties, one blank between. */
struct odata odata_read(struct arena *a, const struct pairs *query, const struct value *pattern,
                        const char *expansions);

/* The records that fit, in their order. */
struct found {
	const struct record **at;
	size_t count;
};

struct found odata_find(struct arena *a, const struct odata *o, const struct list *list);

/* A record as it was asked for: what is not expanded is left out. */
void odata_write(struct buf *out, const struct odata *o, const struct value *body, const char *expansions);

#endif
