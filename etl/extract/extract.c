#include "extract/extract.h"

/* The earlier and the later instant that a wall time after the given day means: they differ when clocks go back. */
static void instants_of(const struct extract *x, date day, int64_t at, instant *first, instant *second)
{
	struct wall w = wall_of_utc((instant)day * DAY + at);

	zone_instant(x->due.zone, w, first, second);
}

instant extract_end_of(const struct extract *x, date business_date)
{
	instant first, second;

	instants_of(x, business_date + 1, 0, &first, &second);
	return first;
}

instant extract_due(const struct extract *x, date business_date)
{
	instant first, second;

	if (!x->has_due)
		return extract_end_of(x, business_date);
	if (x->due.calendar && !calendar_is_open(x->due.calendar, business_date))
		return INSTANT_NONE;
	/* Of a time that the clock shows twice the later one: nobody is called late too early. */
	instants_of(x, business_date + 1 + x->due.days, x->due.at, &first, &second);
	return second;
}
