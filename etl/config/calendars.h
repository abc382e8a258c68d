/* Business calendars: [calendar.NAME], data in jobs/calendars; the arithmetic is base/calendar.h. */
#ifndef CONFIG_CALENDARS_H
#define CONFIG_CALENDARS_H

#include "base/buf.h"
#include "base/calendar.h"
#include "config/mistakes.h"

struct calendars {
	struct calendar *at;
	size_t count;
};

bool calendars_read(struct arena *a, const struct node *root, struct calendars *out, struct mistakes *m);

/* The calendar that a key names; NULL, with a mistake at n, if there is none. */
const struct calendar *calendar_named(struct arena *a, const struct calendars *all, Str name, const struct node *n,
	struct mistakes *m);

void calendars_describe(struct buf *b);

#endif
