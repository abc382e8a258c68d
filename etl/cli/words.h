/* Moments and amounts as a person at a terminal reads them; dates and counts are report/shown.h. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "report/shown.h"

/* "2026-03-30 04:30", as the clock of the zone shows it; empty for INSTANT_NONE. */
Str words_moment(struct arena *a, struct zone *z, instant t);

/* shown_amount of a numeric as Postgres writes it; NULL gives an empty text. */
Str words_numeric(struct arena *a, const struct locale *l, Str numeric, Str currency);

#endif
