/* What counts for the whole project: [counterfoil] in jobs.toml. */
#ifndef CONFIG_SETTINGS_H
#define CONFIG_SETTINGS_H

#include "base/buf.h"
#include "base/zone.h"
#include "config/keys.h"
#include "config/locale.h"
#include "config/mistakes.h"

struct settings {
	Str title;               /* of the business; empty if not said */
	bool embedded;           /* a private cluster; else database is a libpq connection string */
	Str database;            /* may hold ${secret:NAME}: filled when it is used */
	Str landings, reports;   /* folders, from the project's own */
	const struct locale *locale;
	char csv_separator, csv_decimal;
	struct zone *zone;       /* of jobs, companies and systems that name none */
	struct day start;        /* the first business date; before it nothing is expected */
	int64_t memory;          /* bytes that a run may use for its indexes and batches */
};

/* False if anything was a mistake; what could not be read has its default, so that the rest can be checked too. */
bool settings_read(struct arena *a, const struct node *root, struct settings *out, struct mistakes *m);

void settings_describe(struct buf *b);

#endif
