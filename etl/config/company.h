/* The legal entities that rows belong to: [company.NAME]. */
#ifndef CONFIG_COMPANY_H
#define CONFIG_COMPANY_H

#include "base/zone.h"
#include "config/calendars.h"

struct company {
	Str name, title;
	Str currency;                    /* three letters; empty if not said */
	struct zone *zone;               /* of its business days */
	const struct calendar *calendar; /* NULL: every day is open */
	const struct node *node;
};

struct companies {
	struct company *at;
	size_t count;
};

/* zone: what a company that names none has (the project's). */
bool companies_read(struct arena *a, const struct node *root, const struct calendars *calendars, struct zone *zone,
	struct companies *out, struct mistakes *m);

/* NULL, with a mistake at n, if there is none. */
const struct company *company_named(struct arena *a, const struct companies *all, Str name, const struct node *n,
	struct mistakes *m);

/* A zone by its name; NULL, with a mistake at n, if there is none. */
struct zone *zone_named(struct arena *a, Str name, const struct node *n, struct mistakes *m);

void companies_describe(struct buf *b);

#endif
