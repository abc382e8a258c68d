/*
 * Schedules: whatever is read says something in words and comes later each time; an expression that is written here,
 * beside sets of its own, comes next at the minute that looking at each minute in turn finds.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "base/schedule.h"

#include <time.h>

enum { FIELDS = 5, MOST = 64, MINUTE = 0, HOUR, DAY_OF_MONTH, MONTH, WEEKDAY };

static struct zone *utc(struct arena *a)
{
	struct err e = {0};
	struct zone *z = NULL;

	must(zone_open(a, S("UTC"), &z, &e), "UTC: %s", e.message);
	return z;
}

/* ── any text ── */

static void any_text(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	struct schedule s;
	struct err e = {0};
	instant t = (instant)(take_number(&in) % (UINT64_C(200) * 365 * 86400)) * SECOND, next;
	bool good = mode % 3 == 0 ? schedule_at(a, in, &s, &e) : mode % 3 == 1 ? schedule_every(a, in, &s, &e)
		: schedule_cron(a, in, &s, &e);

	must(good != (e.kind == ERR_CONFIG && e.message[0]), "it is read, or refused and said why");
	if (!good)
		return;
	s.zone = utc(a);
	must(schedule_words(a, &s)[0], "%.*s means something", STR(in));
	for (int i = 0; i < 3; i++, t = next) {
		next = schedule_next(&s, t);
		if (next == INSTANT_NONE)
			return;
		must(next > t && (next % (60 * SECOND) == 0 || s.kind != SCHEDULE_RECURRING), "%.*s goes on", STR(in));
	}
}

/* ── an expression that is written here ── */

struct model {
	bool in[FIELDS][MOST];
	bool last_day, numbered[7][6];   /* numbered: [][0] the last */
	bool plain[FIELDS];              /* * alone */
};

static const int least[FIELDS] = {0, 0, 1, 1, 0}, most[FIELDS] = {59, 23, 31, 12, 6};

static void put_value(struct buf *b, int field, int value, bool named)
{
	static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
		"dec"};
	static const char *const days[] = {"Sun", "mon", "TUE", "wed", "thu", "fri", "sat"};

	if (named && field == MONTH)
		buf_print(b, "%s", months[value - 1]);
	else if (named && field == WEEKDAY)
		buf_print(b, "%s", days[value]);
	else
		buf_print(b, "%d", value);
}

static void put_range(struct buf *b, struct model *m, int field, unsigned int how, Str *in)
{
	int width = most[field] - least[field] + 1, from = least[field] + (int)(take(in) % (unsigned int)width);
	int to = from + (int)(take(in) % (unsigned int)(most[field] - from + 1)), step = how & 16 ? 1 + (int)(how >> 5) : 1;

	put_value(b, field, from, how & 4);
	buf_byte(b, '-');
	put_value(b, field, to, how & 8);
	if (how & 16)
		buf_print(b, "/%d", step);
	for (int n = from; n <= to; n += step)
		m->in[field][n] = true;
}

static void put_special(struct buf *b, struct model *m, int field, unsigned int how)
{
	int weekday = (int)(how >> 3) % 7, number = (int)(how >> 6) + 1;

	if (field == DAY_OF_MONTH) {
		buf_byte(b, 'L');
		m->last_day = true;
		return;
	}
	put_value(b, WEEKDAY, weekday, how & 4);
	if (how & 128)
		buf_print(b, "#%d", number);
	else
		buf_byte(b, 'L');
	m->numbered[weekday][how & 128 ? number : 0] = true;
}

static void put_item(struct buf *b, struct model *m, int field, Str *in)
{
	unsigned int how = take(in);

	if (how % 4 == 0 && (field == DAY_OF_MONTH || field == WEEKDAY)) {
		put_special(b, m, field, how);
	} else if (how % 4 == 1) {
		put_range(b, m, field, how, in);
	} else {
		int value = least[field] + (int)((how >> 3) % (unsigned int)(most[field] - least[field] + 1));

		put_value(b, field, value, how & 4);
		m->in[field][value] = true;
	}
}

static void put_field(struct buf *b, struct model *m, int field, Str *in)
{
	unsigned int how = take(in);

	if (how % 4 == 0) {
		int step = how & 4 ? 1 + (int)(how >> 3) : 1;

		buf_print(b, how & 4 ? "*/%d" : "*", step);
		m->plain[field] = !(how & 4);
		for (int n = least[field]; n <= most[field]; n += step)
			m->in[field][n] = true;
		return;
	}
	for (unsigned int i = 0; i < how % 4; i++) {
		if (i > 0)
			buf_byte(b, ',');
		put_item(b, m, field, in);
	}
}

static bool has_day(const struct model *m, time_t t)
{
	time_t later = t + 86400, week = t + 7 * 86400;
	struct tm day, next, other;
	bool by_day, by_weekday;

	must(gmtime_r(&t, &day) && gmtime_r(&later, &next) && gmtime_r(&week, &other), "days");
	by_day = m->in[DAY_OF_MONTH][day.tm_mday] || (m->last_day && next.tm_mon != day.tm_mon);
	by_weekday = m->in[WEEKDAY][day.tm_wday] || m->numbered[day.tm_wday][(day.tm_mday - 1) / 7 + 1]
		|| (m->numbered[day.tm_wday][0] && other.tm_mon != day.tm_mon);
	if (!m->in[MONTH][day.tm_mon + 1])
		return false;
	if (m->plain[DAY_OF_MONTH] || m->plain[WEEKDAY])
		return (m->plain[DAY_OF_MONTH] || by_day) && (m->plain[WEEKDAY] || by_weekday);
	return by_day || by_weekday;
}

/* The next minute of some forty days; 0 if none of them is one. */
static time_t looked_up(const struct model *m, time_t after)
{
	for (time_t day = after / 86400 * 86400, last = day + 40 * 86400; day < last; day += 86400)
		for (int minute = 0; has_day(m, day) && minute < 24 * 60; minute++)
			if (day + minute * 60 > after && m->in[HOUR][minute / 60] && m->in[MINUTE][minute % 60])
				return day + minute * 60;
	return 0;
}

static void written(struct arena *a, Str in)
{
	struct buf *b = buf_new(a, 1 << 16);
	struct model m = {0};
	time_t after = (time_t)(take_number(&in) % (UINT64_C(130) * 365 * 86400)), want;
	struct schedule s;
	struct err e = {0};
	instant got;

	for (int field = 0; field < FIELDS; field++) {
		if (field > 0)
			buf_byte(b, ' ');
		put_field(b, &m, field, &in);
	}
	if (!schedule_cron(a, buf_str(b), &s, &e)) {
		must(text_ends(text(e.message), S("no month has that day")), "%.*s: %s", STR(buf_str(b)), e.message);
		must(looked_up(&m, after) == 0, "%.*s is refused, and comes", STR(buf_str(b)));
		return;
	}
	s.zone = utc(a);
	want = looked_up(&m, after);
	got = schedule_next(&s, after * SECOND);
	if (want)
		must(got == want * SECOND, "%.*s after %lld: %lld, not %lld", STR(buf_str(b)), (long long)after,
			(long long)(got / SECOND), (long long)want);
	else
		must(got == INSTANT_NONE || got >= (after / 86400 + 40) * 86400 * SECOND, "%.*s does not come so soon",
			STR(buf_str(b)));
}

static void target(struct arena *a, Str in)
{
	if (take(&in) & 1)
		written(a, in);
	else
		any_text(a, in);
}
