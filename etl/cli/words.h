/*
 * Figures, days and moments as a person at a terminal reads them: in the project's locale and zone.  JSON and CSV have
 * them as they are kept.  Dates in sentences and counts are report/shown.h.
 */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "report/shown.h"
#include "run/project.h"

/* "30/03/2026 04:30 +02:00", as the clock of the zone shows it, and how far it is from UTC; empty for INSTANT_NONE. */
Str words_moment(struct arena *a, const struct locale *l, struct zone *z, instant t);

/* shown_date of a date as Postgres writes it; NULL gives an empty text. */
Str words_date(struct arena *a, const struct locale *l, Str iso);

/* shown_amount of a numeric as Postgres writes it; NULL gives an empty text. */
Str words_numeric(struct arena *a, const struct locale *l, Str numeric, Str currency);

/* "total in erp", "missing in erp", "twice in shop"; of what could not be checked no more than "against erp": its
 * reason says whose record it is. */
Str words_what(struct arena *a, Str kind, Str field, Str side);

/* One of the two values of what a rule found, as the type of its field is written; rule: its id. */
Str words_found(struct arena *a, const struct project *p, Str rule, Str kind, Str field, Str value, Str currency);

#endif
