/* Figures, days, moments and places as people write them; the same values in plain text for JSON. */
#ifndef REPORT_SHOWN_H
#define REPORT_SHOWN_H

#include "base/decimal.h"
#include "base/instant.h"
#include "base/zone.h"
#include "config/entity.h"
#include "config/locale.h"

/* 1,234.50 with as many digits behind the mark as the currency has, a true minus sign; without currency as many as
 * there are. */
Str shown_amount(struct arena *a, const struct locale *l, struct decimal d, Str currency);
Str shown_count(struct arena *a, const struct locale *l, int64_t n);

/* "1d 12h", "4h 5m", "12s": the two largest units. */
Str shown_delay(struct arena *a, int64_t seconds);

/* As in a table: 31.03.2026. */
Str shown_date(struct arena *a, const struct locale *l, date d);

/* In a sentence: "Tue 31 March 2026", "31 March", "Wed 1 April 04:30". */
Str long_date(struct arena *a, date d);
Str short_date(struct arena *a, date d);
Str shown_moment(struct arena *a, struct zone *z, instant t);

/* The nights between two dates: "Sat 28 March 2026", "Sat 28 March 2026 to Sun 29 March 2026"; empty if there are none,
 * or if the first is DATE_NONE. */
Str shown_between(struct arena *a, date before, date after);

/* What is to be renewed by then: "ends on Tue 1 December 2026, in 9 days", "ended on …"; DATE_NONE: "is to end, and
 * does not say when". */
Str shown_ending(struct arena *a, date on, date today);

/* A value in text as it is staged, of a type: numbers with the locale's marks and the digits of the currency, if there
 * is one; moments by the clock of the zone, "31.03.2026 09:15:00"; yes and no. */
Str shown_value(struct arena *a, const struct locale *l, struct zone *z, enum field_type type, Str value, Str currency);

/* What people read for a status, a verdict or a row's state as they are stored: "not explained" for open, "waiting" for
 * pending, "could not be checked" for not comparable, "unreadable" for rejected; any other word is its own. */
Str shown_word(Str stored);

/* The other way round; what is stored stays what it is. */
Str stored_word(Str shown);

/* How the lines of a match were found to be one, of a stage as it is stored: "reference in the text" for text. */
Str shown_stage(Str stored);

/* "erp/export.zip!open_orders.csv": the file, and inside it the member, whose path begins with the file's own name. */
Str shown_file(struct arena *a, Str file, Str member);

/* "1234.50": no grouping, a point. */
Str plain_amount(struct arena *a, struct decimal d, Str currency);

#endif
