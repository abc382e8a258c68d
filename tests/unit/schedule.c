/*
 * When a schedule comes next: vectors of summer time, of cron's days, and, in every zone near its changes, each time of
 * each day exactly once.
 *
 *     schedule        some years of each zone
 *     schedule all    1970 to 2100
 */
#include "chance.h"

#include "base/schedule.h"

#include <dirent.h>

static struct zone *opened(struct arena *a, Str name)
{
	struct err e = {0};
	struct zone *z = NULL;

	if (!zone_open(a, name, &z, &e))
		ok(false, "opens %.*s: %s", STR(name), e.message);
	return z;
}

static instant moment(const char *shown)
{
	instant t = 0;

	if (!instant_parse(text(shown), &t))
		ok(false, "%s is a moment", shown);
	return t;
}

static struct schedule schedule_of(struct arena *a, const char *written, const char *zone)
{
	struct err e = {0};
	struct schedule s = {0};
	bool good = strchr(written, ' ') ? schedule_cron(a, text(written), &s, &e) : schedule_at(a, text(written), &s, &e);

	if (!good)
		ok(false, "\"%s\" is a schedule: %s", written, e.message);
	s.zone = opened(a, text(zone));
	return s;
}

/* The next times behind a moment, with blanks between. */
static const char *next(struct arena *a, const struct schedule *s, const char *from, int count)
{
	char *all = arena_print(a, "%s", "");
	instant t = moment(from);

	for (int i = 0; i < count; i++) {
		t = schedule_next(s, t);
		all = arena_print(a, "%s%s%s", all, i ? " " : "", t == INSTANT_NONE ? "none" : instant_text(a, t));
	}
	return all;
}

/* ── where clocks change ── */

static void changes(struct arena *a)
{
	static const struct {
		const char *zone, *times, *from, *first, *second;
	} vectors[] = {
		{"America/New_York", "02:30", "2026-03-08T05:00:00Z", "2026-03-08T07:00:00Z", NULL},
		{"America/New_York", "01:30", "2026-11-01T04:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"},
		{"Europe/Warsaw", "02:30", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z", NULL},
		{"Europe/Warsaw", "02:30", "2026-10-24T22:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
		{"Europe/London", "01:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", NULL},
		{"Africa/Cairo", "00:00", "2025-04-24T12:00:00Z", "2025-04-24T22:00:00Z", NULL},
		{"Africa/Cairo", "23:30", "2025-10-30T12:00:00Z", "2025-10-30T20:30:00Z", "2025-10-30T21:30:00Z"},
		{"America/Santiago", "00:00", "2026-09-05T12:00:00Z", "2026-09-06T04:00:00Z", NULL},
		{"Australia/Lord_Howe", "02:15", "2026-10-03T12:00:00Z", "2026-10-03T15:30:00Z", NULL},
		{"Australia/Lord_Howe", "01:45", "2026-04-04T12:00:00Z", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"},
		{"Antarctica/Troll", "02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", NULL},
		{"Pacific/Apia", "02:00", "2011-12-30T00:00:00Z", "2011-12-30T10:00:00Z", NULL},
		{"Asia/Kolkata", "02:30", "2026-03-28T12:00:00Z", "2026-03-28T21:00:00Z", NULL},
		{"Asia/Kathmandu", "02:30", "2026-03-28T12:00:00Z", "2026-03-28T20:45:00Z", NULL},
	};

	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct schedule s = schedule_of(a, vectors[i].times, vectors[i].zone);
		const char *both = vectors[i].second ? arena_print(a, "%s %s", vectors[i].first, vectors[i].second)
			: vectors[i].first;

		is_z(next(a, &s, vectors[i].from, 1), vectors[i].first, "%s %s", vectors[i].zone, vectors[i].times);
		s.repeat = REPEAT_SECOND;
		is_z(next(a, &s, vectors[i].from, 1), vectors[i].second ? vectors[i].second : vectors[i].first, "the second");
		s.repeat = REPEAT_BOTH;
		is_z(next(a, &s, vectors[i].from, vectors[i].second ? 2 : 1), both, "both");
	}
}

static void gaps(struct arena *a)
{
	struct schedule s = schedule_of(a, "30 2 * * *", "Europe/Warsaw");

	s.gap = GAP_SKIP;
	is_z(next(a, &s, "2026-03-28T12:00:00Z", 1), "2026-03-30T00:30:00Z", "what is skipped comes a day later");
	s = schedule_of(a, "02:15,02:30,02:45", "Europe/Warsaw");
	is_z(next(a, &s, "2026-03-28T12:00:00Z", 2), "2026-03-29T01:00:00Z 2026-03-30T00:15:00Z",
		"several times in one gap are one");
	s = schedule_of(a, "02:00,12:00", "Pacific/Apia");
	is_z(next(a, &s, "2011-12-29T23:00:00Z", 3), "2011-12-30T10:00:00Z 2011-12-30T12:00:00Z 2011-12-30T22:00:00Z",
		"all times of a day that was left out are the first moment after it");
	s = schedule_of(a, "*/30 * * * *", "Europe/Warsaw");
	is_z(next(a, &s, "2026-03-29T00:00:00Z", 3), "2026-03-29T00:30:00Z 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z",
		"what recurs goes on through a gap");
	is_z(next(a, &s, "2026-10-24T23:30:00Z", 4), "2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z "
		"2026-10-25T01:30:00Z", "and through an overlap, at each moment once");
	s = schedule_of(a, "0-30/15 2 * * *", "Europe/Warsaw");
	is_z(next(a, &s, "2026-03-28T12:00:00Z", 1), "2026-03-30T00:00:00Z", "an hour that does not exist has no minutes");
}

/* ── days ── */

static void days(struct arena *a)
{
	static const struct {
		const char *written, *first, *words;
	} vectors[] = {
		{"30 4 * * mon-fri", "2026-02-02T04:30:00Z 2026-02-03T04:30:00Z", "at 04:30, Monday to Friday"},
		{"0 0 * * 7", "2026-02-01T00:00:00Z 2026-02-08T00:00:00Z", "at 00:00, Sunday"},
		{"0 0 * * sat-sun", "2026-02-01T00:00:00Z 2026-02-07T00:00:00Z", "at 00:00, Saturday and Sunday"},
		{"0 0 L * *", "2026-02-28T00:00:00Z 2026-03-31T00:00:00Z", "at 00:00, on the last day of the month"},
		{"0 0 L,15 * *", "2026-02-15T00:00:00Z 2026-02-28T00:00:00Z",
			"at 00:00, on day 15 of the month and the last day of the month"},
		{"0 0 * * FRIL", "2026-02-27T00:00:00Z 2026-03-27T00:00:00Z", "at 00:00, the last Friday of the month"},
		{"0 0 * * mon#2,thu#1", "2026-02-05T00:00:00Z 2026-02-09T00:00:00Z",
			"at 00:00, the second Monday of the month and the first Thursday of the month"},
		{"0 0 13 * fri", "2026-02-06T00:00:00Z 2026-02-13T00:00:00Z", "at 00:00, on day 13 of the month or on Friday"},
		{"0 0 */10 * mon", "2026-02-01T00:00:00Z 2026-02-02T00:00:00Z",
			"at 00:00, on day 1, 11, 21 and 31 of the month or on Monday"},
		{"0 12 31 * *", "2026-03-31T12:00:00Z 2026-05-31T12:00:00Z", "at 12:00, on day 31 of the month"},
		{"0 0 29 2 *", "2028-02-29T00:00:00Z 2032-02-29T00:00:00Z", "at 00:00, on day 29 of the month, in February"},
		{"0 0 1 jan-mar,dec *", "2026-02-01T00:00:00Z 2026-03-01T00:00:00Z",
			"at 00:00, on day 1 of the month, in January to March and December"},
		{"0 0 * feb sun#5", "2032-02-29T00:00:00Z 2060-02-29T00:00:00Z",
			"at 00:00, the fifth Sunday of the month, in February"},
		{"0,30 9,17 * * *", "2026-02-01T09:00:00Z 2026-02-01T09:30:00Z", "at 09:00, 09:30, 17:00 and 17:30, every day"},
		{"5 */8 * * *", "2026-02-01T00:05:00Z 2026-02-01T08:05:00Z", "at 00:05, 08:05 and 16:05, every day"},
		{"*/20 9-17 * * 1-5", "2026-02-02T09:00:00Z 2026-02-02T09:20:00Z",
			"every 20 minutes, hours 9 to 17, Monday to Friday"},
		{"7 * * * *", "2026-02-01T00:07:00Z 2026-02-01T01:07:00Z", "at minute 7 of every hour, every day"},
		{"* * * * *", "2026-02-01T00:00:00Z 2026-02-01T00:01:00Z", "every minute, every day"},
		{"10-40/15 */2 * * *", "2026-02-01T00:10:00Z 2026-02-01T00:25:00Z",
			"at minute 10, 25 and 40 of every 2 hours, every day"},
	};

	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct schedule s = schedule_of(a, vectors[i].written, "UTC");

		is_z(next(a, &s, "2026-01-31T23:59:30Z", 2), vectors[i].first, "%s", vectors[i].written);
		is_z(schedule_words(a, &s), vectors[i].words, "%s in words", vectors[i].written);
	}
}

static void names(struct arena *a)
{
	static const struct { const char *name, *first; } vectors[] = {
		{"@hourly", "2026-02-01T00:00:00Z 2026-02-01T01:00:00Z"},
		{"@daily", "2026-02-01T00:00:00Z 2026-02-02T00:00:00Z"},
		{"@midnight", "2026-02-01T00:00:00Z 2026-02-02T00:00:00Z"},
		{"@weekly", "2026-02-01T00:00:00Z 2026-02-08T00:00:00Z"},
		{"@monthly", "2026-02-01T00:00:00Z 2026-03-01T00:00:00Z"},
		{"@yearly", "2027-01-01T00:00:00Z 2028-01-01T00:00:00Z"},
		{"@annually", "2027-01-01T00:00:00Z 2028-01-01T00:00:00Z"},
	};

	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct schedule s;
		struct err e = {0};

		ok(schedule_cron(a, text(vectors[i].name), &s, &e), "%s is a schedule", vectors[i].name);
		s.zone = opened(a, S("UTC"));
		is_z(next(a, &s, "2026-01-31T23:59:30Z", 2), vectors[i].first, "%s", vectors[i].name);
	}
}

static void every(struct arena *a)
{
	struct schedule s;
	struct err e = {0};

	ok(schedule_every(a, S("90m"), &s, &e), "every 90m");
	is_z(next(a, &s, "2026-01-31T23:59:30Z", 2), "2026-02-01T00:00:00Z 2026-02-01T01:30:00Z", "counts from 1970");
	is_z(next(a, &s, "1969-12-31T23:59:59Z", 2), "1970-01-01T00:00:00Z 1970-01-01T01:30:00Z", "also from before it");
	is_z(schedule_words(a, &s), "every 90m", "in words");
	ok(!schedule_every(a, S("30s"), &s, &e) && e.kind == ERR_CONFIG, "every 30 seconds is too often");
	e = (struct err){0};
	ok(!schedule_every(a, S("soon"), &s, &e) && e.kind == ERR_CONFIG, "soon is no duration");
}

/* ── mistakes ── */

static void mistakes(struct arena *a)
{
	static const struct { const char *written, *says; } bad[] = {
		{"", "\"\" has 0 fields, must have five: minute, hour, day of month, month, day of week"},
		{"1 2 3 4", "\"1 2 3 4\" has 4 fields, must have five: minute, hour, day of month, month, day of week"},
		{"1 2 3 4 5 6", "\"1 2 3 4 5 6\" has 6 fields, must have five: minute, hour, day of month, month, day of week"},
		{"60 * * * *", "minute \"60\": must be 0 to 59"}, {"* 24 * * *", "hour \"24\": must be 0 to 23"},
		{"* * 0 * *", "day of month \"0\": must be 1 to 31"},
		{"* * * 13 *", "month \"13\": must be 1 to 12, or jan to dec"},
		{"* * * jam *", "month \"jam\": must be 1 to 12, or jan to dec"},
		{"* * * * 8", "day of week \"8\": must be 0 to 7, or sun to sat"},
		{"* * ? * *", "day of month \"?\": must be 1 to 31"},
		{"-5 * * * *", "minute \"\": must be 0 to 59"}, {"5- * * * *", "minute \"\": must be 0 to 59"},
		{"1,,2 * * * *", "minute \"\": must be 0 to 59"},
		{"99999999999 * * * *", "minute \"99999999999\": must be 0 to 59"},
		{"9-5 * * * *", "minute \"9-5\": runs backwards; write two ranges"},
		{"* * * * fri-mon", "day of week \"fri-mon\": runs backwards; write two ranges"},
		{"5/10 * * * *", "minute \"5/10\": a step needs a range, such as 10-59/5 or */5"},
		{"*/0 * * * *", "minute \"*/0\": a step is a number from 1 on"},
		{"* * * * mon#6", "day of week \"mon#6\": a month has its first to fifth, #1 to #5"},
		{"* * * * mon#", "day of week \"mon#\": a month has its first to fifth, #1 to #5"},
		{"* * 1#2 * *", "day of month \"1#2\": must be 1 to 31"},
		{"0 0 30 2 *", "\"0 0 30 2 *\": no month has that day"},
		{"0 0 31 4,6,9,11 *", "\"0 0 31 4,6,9,11 *\": no month has that day"},
		{"@reboot", "there is no \"@reboot\": @hourly, @daily, @weekly, @monthly, @yearly"},
	};
	static const char *const no_times[] = {"", "4:30", "24:00", "04:60", "04:30:60", "04:30,", "04", "04:3x", "+4:30"};
	struct schedule s;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = {0};

		ok(!schedule_cron(a, text(bad[i].written), &s, &e) && e.kind == ERR_CONFIG, "\"%s\" is refused",
			bad[i].written);
		is_z(e.message, bad[i].says, "and why");
	}
	for (size_t i = 0; i < sizeof no_times / sizeof *no_times; i++) {
		struct err e = {0};

		ok(!schedule_at(a, text(no_times[i]), &s, &e) && e.kind == ERR_CONFIG, "\"%s\" is no time", no_times[i]);
	}
}

/* ── every zone ── */

enum { STEP = 900, CHECKED = 8 };

static const char *const checked[CHECKED] = {"00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "12:00", "23:45"};

/* The first moment whose wall time is not before the given one: that time where it exists, of two the first, else the
 * first moment after the gap.  Found by looking at clocks, a quarter of an hour after the other, then by halving. */
static instant looked_up(struct zone *z, date day, int32_t seconds)
{
	instant wanted = day * DAY + seconds * SECOND, t = wanted - 2 * DAY, before, offset_of;
	int32_t offset;

	for (before = t; zone_wall(z, t, &offset), t + offset * SECOND < wanted; t += STEP * SECOND)
		before = t;
	while (t - before > SECOND) {
		offset_of = before + (t - before) / SECOND / 2 * SECOND;
		zone_wall(z, offset_of, &offset);
		if (offset_of + offset * SECOND < wanted)
			before = offset_of;
		else
			t = offset_of;
	}
	return t;
}

/* Days around a change of the clocks: each time is run exactly once, and in the order of time. */
static bool around(struct arena *a, struct zone *z, date day)
{
	for (int i = 0; i < CHECKED; i++) {
		struct schedule s = schedule_of(a, checked[i], "UTC");
		instant t, want;

		s.zone = z;
		t = looked_up(z, day - 3, s.times[0]);
		for (date d = day - 2; d <= day + 2; d++) {
			want = looked_up(z, d, s.times[0]);
			if (want == t)
				continue;                      /* two days of which one was left out */
			t = schedule_next(&s, t);
			if (t != want)
				return ok(false, "%s, %s at %s: %s, not %s", zone_name(z), date_text(a, d), checked[i],
					instant_text(a, t), instant_text(a, want));
		}
	}
	return true;
}

static bool changes_on(struct zone *z, date day)
{
	int32_t before, after;

	zone_wall(z, day * DAY, &before);
	zone_wall(z, (day + 1) * DAY, &after);
	return before != after;
}

static int zone_checked(struct arena *a, struct zone *z, int32_t year, int32_t last)
{
	int count = 0;
	date day, end;

	if (!date_of(year, 1, 4, &day) || !date_of(last, 12, 28, &end))
		return ok(false, "years %d to %d", (int)year, (int)last);
	for (; day <= end; day++) {
		struct arena *one = arena_new(a);

		if (changes_on(z, day)) {
			count++;
			if (!around(one, z, day))
				return -1;
		}
		arena_end(one);
	}
	return count;
}

static void folder_checked(struct arena *a, const char *folder, const char *prefix, bool all, int *zones, int *count)
{
	struct dirent **found;
	int entries = scandir(folder, &found, NULL, alphasort);

	for (int i = 0; i < entries; i++) {
		Str name = text(arena_print(a, "%s%s", prefix, found[i]->d_name));
		struct err e = {0};
		struct zone *z;
		int32_t year = (int32_t)between(1970, 2099);
		int here;

		if (found[i]->d_name[0] >= 'A' && found[i]->d_name[0] <= 'Z' && found[i]->d_type == DT_DIR)
			folder_checked(a, arena_print(a, "%s/%s", folder, found[i]->d_name),
				arena_print(a, "%.*s/", STR(name)), all, zones, count);
		/* Dublin's summer time is its standard one, of which GLib knows nothing past its table. */
		else if (!text_is(name, S("Europe/Dublin")) && !text_is(name, S("Eire")) && zone_open(a, name, &z, &e)) {
			here = all ? zone_checked(a, z, 1970, 2100) : zone_checked(a, z, year, year + 1);
			*zones += 1;
			*count += here > 0 ? here : 0;
		}
		free(found[i]);
	}
	if (entries >= 0)
		free(found);
}

static void zones(struct arena *a, bool all)
{
	int seen = 0, count = 0, failed = tap_failed;

	folder_checked(a, "/usr/share/zoneinfo", "", all, &seen, &count);
	ok(seen > 300 && count > 100 && tap_failed == failed, "each time of day once around %d changes of %d zones", count,
		seen);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(NULL);

	chance_open();
	changes(a);
	gaps(a);
	days(a);
	names(a);
	every(a);
	mistakes(a);
	zones(a, argc > 1 && strcmp(argv[1], "all") == 0);
	arena_end(a);
	free(a);
	return done();
}
