/*
 * Business days: a calendar is the weekdays on which nothing happens and a list of holidays.  It is data
 * (jobs/calendars), read by config; this is the arithmetic.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "base/instant.h"

struct calendar {
	Str name;
	bool closed[8];                 /* by ISO weekday, 1 Monday … 7 Sunday; [0] unused */
	const date *holidays;           /* ascending */
	size_t holiday_count;
};

bool calendar_is_open(const struct calendar *c, date d);

/* The first open day at or after d.  Each of the two is DATE_NONE if a calendar has no open day for ten years. */
date calendar_open_from(const struct calendar *c, date d);

/* The n-th open day after d; n may be negative; 0 is open_from(d).  A NULL calendar has no closed day. */
date calendar_add(const struct calendar *c, date d, int n);

#endif
