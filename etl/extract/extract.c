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

static Str as_of_source(struct arena *a, const struct extract *x)
{
	switch (x->as_of) {
	case AS_OF_NAME:
		return S("name");
	case AS_OF_LANDED:
		return S("landed");
	case AS_OF_HEADER:
	case AS_OF_MAX:
		break;
	}
	return text(arena_print(a, "%s:%.*s", x->as_of == AS_OF_MAX ? "max" : "header", STR(x->as_of_at)));
}

struct landing *extract_landing(struct arena *a, const struct extract *x, const struct land_options *o)
{
	struct landing *l = arena_new_of(a, struct landing);

	*l = (struct landing){.extract = x->name, .business_date = o->business_date, .landed_at = o->now,
		.proof = x->complete, .as_of = x->as_of == AS_OF_LANDED ? o->now : INSTANT_NONE,
		.as_of_source = as_of_source(a, x)};
	return l;
}
