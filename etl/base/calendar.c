#include "base/calendar.h"

#include <stdlib.h>

enum { LONGEST_SEARCH = 3660 };

static int order(const void *a, const void *b)
{
	date x = *(const date *)a, y = *(const date *)b;

	return (x > y) - (x < y);
}

static bool is_holiday(const struct calendar *c, date d)
{
	return c->holiday_count > 0 && bsearch(&d, c->holidays, c->holiday_count, sizeof d, order) != NULL;
}

bool calendar_is_open(const struct calendar *c, date d)
{
	return !c || (!c->closed[date_weekday(d)] && !is_holiday(c, d));
}

static date nearest_open(const struct calendar *c, date d, int step)
{
	for (int i = 0; i < LONGEST_SEARCH; i++, d += step)
		if (calendar_is_open(c, d))
			return d;
	return DATE_NONE;
}

date calendar_open_from(const struct calendar *c, date d)
{
	return nearest_open(c, d, 1);
}

date calendar_add(const struct calendar *c, date d, int n)
{
	int step = n < 0 ? -1 : 1;

	if (!c)
		return d + n;
	if (n == 0)
		return calendar_open_from(c, d);
	for (; n != 0 && d != DATE_NONE; n -= step)
		d = nearest_open(c, d + step, step);
	return d;
}
