/*
 * How people of a place write numbers and dates: the figures of CLDR (cldr.unicode.org, number symbols and short
 * dates with four-digit years).  A table of our own, because the C library's locales need not be installed and a report
 * must come out the same everywhere.
 */
#ifndef CONFIG_LOCALE_H
#define CONFIG_LOCALE_H

#include "base/text.h"

struct locale {
	const char *name;        /* "de-DE" */
	char decimal;            /* "." or "," */
	const char *group;       /* between thousands, UTF-8 */
	const char *date;        /* of strftime: %d %m %Y, and %-d %-m without a zero in front */
};

extern const struct locale locales[];
extern const size_t locale_count;

/* NULL if there is none. */
const struct locale *locale_find(Str name);

#endif
