#include "base/clock.h"
#include "base/instant.h"

#include "tap.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void every_day(void)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	struct arena *a = arena_new(NULL);
	int wrong = 0, weekday = 1;      /* 0001-01-01 was a Monday */
	date d, expected;

	ok(date_parse(S("0001-01-01"), &expected), "the first day");
	for (int32_t year = 1; year <= 9999; year++) {
		bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

		for (int month = 1; month <= 12; month++) {
			int length = lengths[month - 1] + (month == 2 && leap);

			for (int day = 1; day <= length; day++, expected++, weekday = weekday % 7 + 1) {
				int32_t y;
				int m, n;

				wrong += !date_of(year, month, day, &d) || d != expected || date_weekday(d) != weekday;
				date_split(expected, &y, &m, &n);
				wrong += y != year || m != month || n != day;
			}
			wrong += date_of(year, month, length + 1, &d);
		}
		wrong += !date_parse(text(date_text(a, expected - 1)), &d) || d != expected - 1;
		if (year % 100 == 0)
			arena_end(a);
	}
	is_int(wrong, 0, "every day of 0001 to 9999 and its weekday");
	is_z(date_text(a, expected - 1), "9999-12-31", "the last day");
	is_z(date_text(a, 0), "1970-01-01", "day 0");
	is_z(date_text(a, -1), "1969-12-31", "the day before");
	arena_end(a);
	free(a);
}

static void no_days(void)
{
	static const char *const bad[] = {
		"", "2026-02-29", "2026-02-30", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01",
		"2026-1-01",
		"2026-01-1", "2026/01/01", "20260101", "2026-01-01 ", " 2026-01-01", "2026-01-01T", "+026-01-01", "2026-0a-01",
		"1900-02-29", "10000-01-01",
	};
	date d;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!date_parse(text(bad[i]), &d), "\"%s\" is no day", bad[i]);
	ok(date_parse(S("2000-02-29"), &d) && date_parse(S("2024-02-29"), &d), "leap days");
}

static void round_trips(struct arena *a)
{
	static const char *const texts[] = {
		"0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z", "2026-03-31T22:15:00.5Z",
		"2026-03-31T22:15:00.000001Z", "2026-03-31T22:15:10Z", "2026-12-31T23:59:59.12Z", "9999-12-31T23:59:59.999999Z",
	};
	int wrong = 0;
	instant t, first = 0, last = 0;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		bool read = instant_parse(text(texts[i]), &t);

		is_z(read ? instant_text(a, t) : NULL, texts[i], "%s and back", texts[i]);
	}
	ok(instant_parse(S("0001-01-01T00:00:00Z"), &first) && instant_parse(S("9999-12-31T23:59:59.999999Z"), &last),
		"the ends");
	for (instant at = first; at <= last; at += 37 * DAY + 1234567891) {
		wrong += wall_as_utc(wall_of_utc(at)) != at || !instant_parse(text(instant_text(a, at)), &t) || t != at;
	}
	is_int(wrong, 0, "instants of 0001 to 9999 and back");
}

static void readings(struct arena *a)
{
	static const struct {
		const char *text, *utc;
	} good[] = {
		{"2026-03-31T22:15:00+02:00", "2026-03-31T20:15:00Z"}, {"2026-03-31 22:15:00Z", "2026-03-31T22:15:00Z"},
		{"2026-03-31T22:15:00-08:00", "2026-04-01T06:15:00Z"}, {"2026-03-31T22:15:00-0800", "2026-04-01T06:15:00Z"},
		{"2026-03-31T22:15:00+05:45", "2026-03-31T16:30:00Z"}, {"2026-03-31t22:15:00z", "2026-03-31T22:15:00Z"},
		{"2026-03-31T22:15:00+00", "2026-03-31T22:15:00Z"},
		{"2026-03-31T22:15:00.1234567899Z", "2026-03-31T22:15:00.123456Z"},
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"}, {"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"},
	};
	static const char *const bad[] = {
		"", "2026-03-31", "2026-03-31T22:15", "2026-03-31T22:15:00", "2026-03-31T24:00:00Z", "2026-03-31T22:60:00Z",
		"2026-03-31T22:15:60Z", "2026-03-31T22:15:61Z", "2026-02-30T00:00:00Z", "2026-03-31T22:15:00.Z",
		"2026-03-31T22:15:00,5Z", "2026-03-31T22:15:00+24:00", "2026-03-31T22:15:00+01:60", "2026-03-31T22:15:00+1",
		"2026-03-31T22:15:00+01:0", "2026-03-31T22:15:00+01:000", "2026-03-31T22:15:00Zz", "2026-03-31T22:15:00 Z",
		"0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-03-31X22:15:00Z", "2026-03-31T-2:15:00Z",
	};
	instant t;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		bool read = instant_parse(text(good[i].text), &t);

		is_z(read ? instant_text(a, t) : NULL, good[i].utc, "reads %s", good[i].text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!instant_parse(text(bad[i]), &t), "\"%s\" is no instant", bad[i]);
}

static void durations(struct arena *a)
{
	static const struct {
		const char *text;
		int64_t seconds;
		const char *shortest;
	} good[] = {
		{"90s", 90, "90s"}, {"15m", 900, "15m"}, {"24h", 86400, "1d"}, {"3d", 259200, "3d"}, {"2w", 1209600, "2w"},
		{"1d12h", 129600, "36h"}, {"1w1s", 604801, "1w1s"}, {"0s", 0, "0s"}, {"60s", 60, "1m"}, {"10d", 864000, "10d"},
		{"1d1h1m1s", 90061, "90061s"}, {"26h", 93600, "26h"},
	};
	static const char *const bad[] = {
		"", "5", "s", "5x", "5 m", "-5m", "1.5h", "12h1d", "1m1m", "1d ", "99999999999999999999s", "9999999999w",
		"9223372036855s1",
	};
	int64_t us;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		us = -1;
		ok(duration_parse(text(good[i].text), &us) && us == good[i].seconds * SECOND, "reads %s", good[i].text);
		is_z(duration_text(a, us), good[i].shortest, "%s at its shortest", good[i].text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!duration_parse(text(bad[i]), &us), "\"%s\" is no duration", bad[i]);
	is_z(duration_text(a, -90 * SECOND), "-90s", "a negative one");
	is_z(duration_text(a, INT64_MIN), "-2562047788h54s", "the least one");
	is_z(duration_text(a, -1), "0s", "less than a second");
}

static void clocks(struct arena *a)
{
	int64_t before = clock_monotonic();
	int status = 0;
	instant now;
	pid_t child;

	unsetenv("COUNTERFOIL_CLOCK");
	now = clock_now();
	ok(now > 1700000000 * SECOND && clock_now() >= now, "the clock goes");
	ok(clock_monotonic() >= before, "durations do not go back");
	setenv("COUNTERFOIL_CLOCK", "2026-03-31T04:30:00+02:00", 1);
	is_z(instant_text(a, clock_now()), "2026-03-31T02:30:00Z", "the clock stands where it is told");
	setenv("COUNTERFOIL_CLOCK", "yesterday", 1);
	child = fork();
	if (child == 0) {
		fclose(stderr);
		clock_now();
		_exit(0);
	}
	ok(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 2, "no clock, no run");
	unsetenv("COUNTERFOIL_CLOCK");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	every_day();
	no_days();
	round_trips(a);
	readings(a);
	durations(a);
	clocks(a);
	arena_end(a);
	free(a);
	return done();
}
