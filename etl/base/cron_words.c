#include "base/buf.h"
#include "base/cron.h"

enum { SUNDAY = 7 };

static const char *const month_titles[] = {NULL, "January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"};
static const char *const weekday_titles[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday"};

/* Things that are said one after the other: "a, b and c". */
struct said {
	struct arena *a;
	struct texts list;
};

static Str joined(struct said *s)
{
	struct buf *b = buf_new(s->a, 4096);

	for (size_t i = 0; i < s->list.count; i++) {
		buf_add(b, i == 0 ? S("") : i + 1 == s->list.count ? S(" and ") : S(", "));
		buf_add(b, s->list.at[i]);
	}
	return buf_str(b);
}

static const char *titled(struct arena *a, const char *const *titles, int n)
{
	return titles ? titles[n] : arena_print(a, "%d", n);
}

/* The numbers of a set, three and more that follow each other as a range. */
static Str numbers_said(struct arena *a, uint64_t set, int least, int most, const char *const *titles)
{
	struct said s = {.a = a};

	for (int from = least, to; from <= most; from = to + 1) {
		for (to = from; to <= most && set >> to & 1;)
			to++;
		if (to == from)
			continue;
		to--;
		if (to - from < 2) {
			for (int n = from; n <= to; n++)
				texts_add(a, &s.list, text(titled(a, titles, n)));
		} else {
			texts_add(a, &s.list, text(arena_print(a, "%s to %s", titled(a, titles, from), titled(a, titles, to))));
		}
	}
	return joined(&s);
}

/* Of weekdays the week begins with Monday. */
static Str weekdays_said(struct arena *a, const struct cron *c)
{
	static const char *const places[] = {"last", "first", "second", "third", "fourth", "fifth"};
	static const char *const titles[] = {NULL, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
		"Sunday"};
	uint32_t set = (c->weekdays & ~1u) | (c->weekdays & 1u) << SUNDAY;
	struct said s = {.a = a};

	if (set)
		texts_add(a, &s.list, numbers_said(a, set, 1, SUNDAY, titles));
	for (int weekday = 0; weekday < 7; weekday++)
		for (int n = 0; n < 6; n++)
			if (c->numbered[weekday] >> n & 1)
				texts_add(a, &s.list, text(arena_print(a, "the %s %s of the month", places[n],
					weekday_titles[weekday])));
	return joined(&s);
}

static Str days_said(struct arena *a, const struct cron *c)
{
	struct said s = {.a = a};

	if (c->days)
		texts_add(a, &s.list, text(arena_print(a, "day %.*s of the month",
			STR(numbers_said(a, c->days, 1, 31, NULL)))));
	if (c->last_day)
		texts_add(a, &s.list, S("the last day of the month"));
	return joined(&s);
}

/* The n of which the set has every n-th number from 0 on, up to most, and begins again then; 0 if there is none. */
static int step_of(uint64_t set, int most)
{
	int step = 1;

	if (!(set & 1))
		return 0;
	while (step <= most && !(set >> step & 1))
		step++;
	for (int n = 0; n <= most; n++)
		if ((set >> n & 1) != (n % step == 0))
			return 0;
	return (most + 1) % step == 0 ? step : 0;
}

static int count_of(uint64_t set)
{
	return __builtin_popcountll(set);
}

static Str times_said(struct arena *a, const struct cron *c)
{
	struct said s = {.a = a};

	for (int hour = 0; hour < 24; hour++)
		for (int minute = 0; minute < 60; minute++)
			if (c->hours >> hour & 1 && c->minutes >> minute & 1)
				texts_add(a, &s.list, text(arena_print(a, "%02d:%02d", hour, minute)));
	return text(arena_print(a, "at %.*s", STR(joined(&s))));
}

static Str minutes_said(struct arena *a, const struct cron *c)
{
	int step = step_of(c->minutes, 59);

	if (step == 1)
		return S("every minute");
	if (step > 1 && step < 60)
		return text(arena_print(a, "every %d minutes", step));
	if (c->minutes == 1)
		return S("on the hour");
	return text(arena_print(a, "at minute %.*s", STR(numbers_said(a, c->minutes, 0, 59, NULL))));
}

static Str time_said(struct arena *a, const struct cron *c)
{
	enum { FEW = 6 };
	int step = step_of(c->hours, 23);
	Str minutes = minutes_said(a, c);

	if (count_of(c->minutes) * count_of(c->hours) <= FEW)
		return times_said(a, c);
	if (step == 1)
		return c->minutes == 1 ? S("every hour") : count_of(c->minutes) > 1 && step_of(c->minutes, 59) > 0 ? minutes
		     : text(arena_print(a, "%.*s of every hour", STR(minutes)));
	if (step > 1 && step < 24)
		return text(arena_print(a, "%.*s of every %d hours", STR(minutes), step));
	return text(arena_print(a, "%.*s, hours %.*s", STR(minutes), STR(numbers_said(a, c->hours, 0, 23, NULL))));
}

char *cron_words(struct arena *a, const struct cron *c)
{
	static const uint32_t all_months = 0x1ffe;
	struct buf *b = buf_new(a, 1 << 16);

	buf_add(b, time_said(a, c));
	if (c->any_day && c->any_weekday)
		buf_add(b, S(", every day"));
	if (!c->any_day)
		buf_print(b, ", on %.*s", STR(days_said(a, c)));
	if (!c->any_weekday)
		buf_print(b, "%s %.*s", c->any_day ? "," : " or on", STR(weekdays_said(a, c)));
	if (c->months != all_months)
		buf_print(b, ", in %.*s", STR(numbers_said(a, c->months, 1, 12, month_titles)));
	return text_z(a, buf_str(b));
}
