/*
 * Paths as they are declared: "in/{business_date}/stock_{part}.xml", "in/orders_{business_date:%Y%m%d}_*.csv".  In
 * braces business_date is YYYY-MM-DD, or what its format says (%Y %y %m %d %j, %% for a percent sign), part is one of
 * the declared parts, and page the number of one of several files that belong together.  Outside them * ? and […] match
 * within one folder or file name.
 */
#ifndef EXTRACT_PATTERN_H
#define EXTRACT_PATTERN_H

#include "base/err.h"
#include "base/instant.h"

/* ERR_CONFIG says what is wrong with it, without a place. */
bool pattern_check(struct arena *a, Str pattern, struct err *e) __attribute__((warn_unused_result));

bool pattern_has_date(Str pattern);
bool pattern_has_part(Str pattern);
bool pattern_has_page(Str pattern);
bool pattern_is_glob(Str pattern);

/* How long its beginning is that stands for itself alone. */
size_t pattern_literal(Str pattern);

/* Without its braces; what stood in them is taken literally by text_glob.  Braces that check refuses stay. */
Str pattern_fill(struct arena *a, Str pattern, date business_date, Str part);

/* The number that stands for {page} in a name which that pattern, filled, matches; false if it is none. */
bool pattern_find_page(struct arena *a, Str pattern, date business_date, Str part, Str name, uint64_t *page);

/* The last date in a name: YYYY-MM-DD, or YYYYMMDD, alone or before HHMM or HHMMSS.  False if there is none. */
bool pattern_find_date(Str name, date *d);

#endif
