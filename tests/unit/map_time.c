#include "base/file.h"

#include "map_harness.h"

#define TS(more) "ts = { get = \"a\"" more " }"
#define DT(more) "dt = { get = \"a\"" more " }"
#define FORMAT(f) ", format = \"" f "\""
#define ZONE(z) ", zone = \"" z "\""

static const struct map_case iso[] = {
	{TS(""), "a=2026-03-31T22:15:00Z", "ts=2026-03-31T22:15:00Z"},
	{TS(""), "a=2026-03-31 22:15:00+02:00", "ts=2026-03-31T20:15:00Z"},
	{TS(""), "a=2026-03-31T22:15:00.123456-0530", "ts=2026-04-01T03:45:00.123456Z"},
	{TS(""), "a=2026-03-31T22:15:00,5Z", "ts=2026-03-31T22:15:00.5Z"},
	{TS(""), "a=2026-03-31T22:15:00.1234567Z", "ts=2026-03-31T22:15:00.123456Z"},
	{TS(""), "a=2015-10-01T07:06:47 -0700", "ts=2015-10-01T14:06:47Z"},
	{TS(""), "a=2026-03-31T22:15Z", "ts=2026-03-31T22:15:00Z"},
	{TS(""), "a=20260331T221500Z", "ts=2026-03-31T22:15:00Z"},
	{TS(""), "a=2026-03-31T24:00:00Z", "ts=2026-04-01T00:00:00Z"},
	{TS(""), "a=2026-03-31T22:15:00", "reject ts: no zone given, and none declared (2026-03-31T22:15:00)"},
	{TS(""), "a=\xD0\xCD\xC9\xD8-03-29T02:30:00Z",
		"reject ts: not a time in the declared format (\"\\xD0\\xCD\\xC9\\xD8-03-29T02:30:00Z\")"},
	{TS(""), "a=2026-02-30T00:00:00Z", "reject ts: a date that does not exist (2026-02-30T00:00:00Z)"},
	{TS(""), "a=2026-13-01T00:00:00Z", "reject ts: a date that does not exist (2026-13-01T00:00:00Z)"},
	{TS(""), "a=0000-01-01T00:00:00Z", "reject ts: a date that does not exist (0000-01-01T00:00:00Z)"},
	{TS(""), "a=2026-03-31T25:00:00Z", "reject ts: a time that does not exist (2026-03-31T25:00:00Z)"},
	{TS(""), "a=2026-03-31T22:60:00Z", "reject ts: a time that does not exist (2026-03-31T22:60:00Z)"},
	{TS(""), "a=2026-12-31T23:59:60Z", "reject ts: a time that does not exist (2026-12-31T23:59:60Z)"},
	{TS(""), "a=2026-03-31T22:15:00+05:0030",
		"reject ts: not a time in the declared format (2026-03-31T22:15:00+05:0030)"},
	{TS(""), "a=9999-12-31T24:00:00Z", "reject ts: outside the years 1 to 9999 (9999-12-31T24:00:00Z)"},
	{TS(""), "a=9999-12-31T23:59:59-05:00", "reject ts: outside the years 1 to 9999 (9999-12-31T23:59:59-05:00)"},
	{TS(""), "a=31.03.2026", "reject ts: not a time in the declared format (31.03.2026)"},
	{TS(""), "a=2026-03-31T22:15:00Zx", "reject ts: not a time in the declared format (2026-03-31T22:15:00Zx)"},
	{TS(""), "a=", "reject ts: empty, where a time is expected ()"},
	{TS(FORMAT("rfc3339")), "a=2026-03-31T22:15:00Z", "ts=2026-03-31T22:15:00Z"},
	{TS(FORMAT("rfc3339") ZONE("UTC")), "a=2026-03-31T22:15:00",
		"reject ts: not a time in the declared format (2026-03-31T22:15:00)"},
};

static const struct map_case zones[] = {
	{TS(ZONE("Europe/Berlin")), "a=2026-01-31 12:00:00", "ts=2026-01-31T11:00:00Z"},
	{TS(ZONE("Europe/Berlin")), "a=2026-07-31 12:00:00", "ts=2026-07-31T10:00:00Z"},
	{TS(ZONE("Europe/Berlin")), "a=2026-07-31 24:00:00", "ts=2026-07-31T22:00:00Z"},
	{TS(ZONE("Europe/Berlin")), "a=2026-07-31T12:00:00Z", "ts=2026-07-31T12:00:00Z"},
	{TS(ZONE("Europe/Berlin")), "a=2026-07-31", "ts=2026-07-30T22:00:00Z"},
	{TS(ZONE("+05:30")), "a=2026-07-31 12:00:00", "ts=2026-07-31T06:30:00Z"},
	{TS(ZONE("Europe/Warsaw")), "a=2026-03-29 01:59:59", "ts=2026-03-29T00:59:59Z"},
	{TS(ZONE("Europe/Warsaw")), "a=2026-03-29 02:30:00",
		"reject ts: a time that the clocks of its zone skip (2026-03-29 02:30:00)"},
	{TS(ZONE("Europe/Warsaw") ", gap = \"shift\""), "a=2026-03-29 02:30:00", "ts=2026-03-29T01:00:00Z"},
	{TS(ZONE("Europe/Warsaw")), "a=2026-10-25 02:30:00", "ts=2026-10-25T00:30:00Z"},
	{TS(ZONE("Europe/Warsaw") ", overlap = \"second\""), "a=2026-10-25 02:30:00", "ts=2026-10-25T01:30:00Z"},
	{TS(ZONE("Europe/Warsaw") ", overlap = \"reject\""), "a=2026-10-25 02:30:00",
		"reject ts: a time that the clocks of its zone show twice (2026-10-25 02:30:00)"},
	{TS(ZONE("Australia/Lord_Howe")), "a=2026-04-05 01:45:00", "ts=2026-04-04T14:45:00Z"},
	{TS(ZONE("Europe/Dublin") ", overlap = \"second\""), "a=2026-10-25 01:30:00", "ts=2026-10-25T01:30:00Z"},
	{TS(ZONE("Asia/Kathmandu")), "a=2026-03-29 02:30:00", "ts=2026-03-28T20:45:00Z"},
	{TS(ZONE("Pacific/Apia") ", gap = \"shift\""), "a=2011-12-30 02:00:00", "ts=2011-12-30T10:00:00Z"},
	{"dt = { get = \"a\", zone = \"Europe/Berlin\", day_in = \"UTC\" }", "a=2026-03-29 02:30:00",
		"reject dt: a time that the clocks of its zone skip (2026-03-29 02:30:00)"},
	{TS(ZONE("Europe/Berlin")), "a=9999-12-31 12:00:00", "ts=9999-12-31T11:00:00Z"},
	{TS(ZONE("America/New_York")), "a=9999-12-31 23:59:59",
		"reject ts: outside the years 1 to 9999 (9999-12-31 23:59:59)"},
	{TS(ZONE("Europe/Berlin")), "a=9999-12-31 24:00:00",
		"reject ts: outside the years 1 to 9999 (9999-12-31 24:00:00)"},
	{TS(ZONE("Europe/Berlin")), "a=0001-01-01 00:00:00",
		"reject ts: outside the years 1 to 9999 (0001-01-01 00:00:00)"},
};

static const struct map_case formats[] = {
	{TS(FORMAT("epoch_s")), "a=#1774995300", "ts=2026-03-31T22:15:00Z"},
	{TS(FORMAT("epoch_s")), "a=1774995300.25", "ts=2026-03-31T22:15:00.25Z"},
	{TS(FORMAT("epoch_s")), "a=-1", "ts=1969-12-31T23:59:59Z"},
	{TS(FORMAT("epoch_ms")), "a=1774995300250", "ts=2026-03-31T22:15:00.25Z"},
	{TS(FORMAT("epoch_us")), "a=1774995300000001", "ts=2026-03-31T22:15:00.000001Z"},
	{TS(FORMAT("epoch_s")), "a=1774995300000", "reject ts: outside the years 1 to 9999 (1774995300000)"},
	{TS(FORMAT("epoch_s")), "a=99999999999999999999",
		"reject ts: not a time in the declared format (99999999999999999999)"},
	{TS(FORMAT("epoch_ms")), "a=1.5", "reject ts: not a time in the declared format (1.5)"},
	{TS(FORMAT("rfc2822")), "a=Tue, 31 Mar 2026 22:15:00 +0200", "ts=2026-03-31T20:15:00Z"},
	{TS(FORMAT("rfc2822")), "a=31 Mar 2026 22:15 EST", "ts=2026-04-01T03:15:00Z"},
	{TS(FORMAT("rfc2822")), "a=Mon, 31 Mar 2026 22:15:00 +0200",
		"reject ts: a date that does not exist (Mon, 31 Mar 2026 22:15:00 +0200)"},
	{TS(FORMAT("http")), "a=Tue, 31 Mar 2026 22:15:00 GMT", "ts=2026-03-31T22:15:00Z"},
	{TS(FORMAT("http")), "a=Tue, 31 Mar 2026 22:15:00 EST",
		"reject ts: not a time in the declared format (Tue, 31 Mar 2026 22:15:00 EST)"},
	{TS(FORMAT("odata")), "a=/Date(1774995300000)/", "ts=2026-03-31T22:15:00Z"},
	{TS(FORMAT("odata")), "a=/Date(1774995300000+0200)/", "ts=2026-03-31T22:15:00Z"},
	{TS(FORMAT("odata")), "a=/Date(1774995300000",
		"reject ts: not a time in the declared format (/Date(1774995300000)"},
	{TS(FORMAT("excel") ZONE("UTC")), "a=46112.5", "ts=2026-03-31T12:00:00Z"},
	{TS(FORMAT("excel") ZONE("UTC")), "a=46112.92708333333", "ts=2026-03-31T22:15:00Z"},
	{TS(FORMAT("excel") ZONE("UTC")), "a=1", "ts=1900-01-01T00:00:00Z"},
	{TS(FORMAT("excel") ZONE("UTC")), "a=61", "ts=1900-03-01T00:00:00Z"},
	{TS(FORMAT("excel") ZONE("UTC")), "a=60", "reject ts: not a time in the declared format (60)"},
	{TS(FORMAT("%d.%m.%Y %H:%M") ZONE("Europe/Berlin")), "a=31.03.2026 22:15", "ts=2026-03-31T20:15:00Z"},
	{TS(FORMAT("%d.%m.%Y %H:%M") ZONE("Europe/Berlin")), "a=1.3.2026 2:15", "ts=2026-03-01T01:15:00Z"},
	{TS(FORMAT("%b %d, %Y %I:%M:%S %p %z")), "a=Mar 31, 2026 12:15:00 AM +0000", "ts=2026-03-31T00:15:00Z"},
	{TS(FORMAT("%Y/%m/%d %T %z")), "a=2026/01/06 00:00:30 -0800", "ts=2026-01-06T08:00:30Z"},
	{TS(FORMAT("%Y-%m-%d %H:%M:%S %Z")), "a=2026-01-06 00:00:30 UTC", "ts=2026-01-06T00:00:30Z"},
	{TS(FORMAT("%Y-%m-%d %H:%M:%S %Z")), "a=2021-01-05 00:21:32 CET", "ts=2021-01-04T23:21:32Z"},
	{TS(FORMAT("%Y-%m-%d %H:%M:%S %Z")), "a=2021-07-05 00:21:32 CEST", "ts=2021-07-04T22:21:32Z"},
	{TS(FORMAT("%Y-%m-%d %H:%M:%S %Z")), "a=2021-07-05 00:21:32 BST",
		"reject ts: not a time in the declared format (2021-07-05 00:21:32 BST)"},
	{TS(FORMAT("%Y%m%d%H%M%S.%f%z")), "a=20260331221500.5+01", "ts=2026-03-31T21:15:00.5Z"},
	{TS(FORMAT("%A %d %B %Y") ZONE("UTC")), "a=Tuesday 31 March 2026", "ts=2026-03-31T00:00:00Z"},
	{TS(FORMAT("%d.%m.%Y") ZONE("UTC")), "a=31.02.2026", "reject ts: a date that does not exist (31.02.2026)"},
	{"ts = { get = \"a\", format = [\"epoch_s\", \"iso\"] }", "a=2026-03-31T22:15:00Z", "ts=2026-03-31T22:15:00Z"},
	{"ts = { get = \"a\", format = [\"epoch_s\", \"iso\"] }", "a=0", "ts=1970-01-01T00:00:00Z"},
};

/* As processors and banks write them. */
static const struct map_case wires[] = {
	{TS(FORMAT("%Y-%m-%d %H:%M:%S") ZONE("UTC")), "a=2026-01-30 10:11:12", "ts=2026-01-30T10:11:12Z"},
	{TS(FORMAT("rfc3339")), "a=2026-01-30T10:11:12+0000", "ts=2026-01-30T10:11:12Z"},
	{TS(FORMAT("%d/%m/%Y %H:%M:%S") ZONE("Europe/Madrid")), "a=31/03/2026 08:05:00", "ts=2026-03-31T06:05:00Z"},
	{TS(FORMAT("%m/%d/%Y %T %Z")), "a=3/31/2026 08:05:00 PDT", "ts=2026-03-31T15:05:00Z"},
	{TS(FORMAT("%Y-%m-%d %H:%M:%S UTC") ZONE("UTC")), "a=2026-03-31 08:05:00 UTC", "ts=2026-03-31T08:05:00Z"},
	{TS(FORMAT("%Y-%m-%d %H:%M:%S %z")), "a=2026-08-30 16:59:53 +0400", "ts=2026-08-30T12:59:53Z"},
	{TS(FORMAT("%b %e, %Y %I:%M:%S %p %Z")), "a=Jun 8, 2025 10:23:05 PM PDT", "ts=2025-06-09T05:23:05Z"},
	{TS(FORMAT("%Y%m%d%H%M%S") ZONE("America/Chicago")), "a=20260331080500", "ts=2026-03-31T13:05:00Z"},
	{TS(FORMAT("%y%m%d%H%M") ZONE("UTC")), "a=2603310805", "ts=2026-03-31T08:05:00Z"},
	{TS(", format = [\"%Y-%m-%d %H:%M:%S %z\", \"%Y-%m-%d\"]" ZONE("UTC")), "a=2026-09-01",
		"ts=2026-09-01T00:00:00Z"},
	{"ts = { template = \"{d} {z}\", format = \"%Y-%m-%d %H:%M:%S %Z\" }", "d=2021-01-05 00:21:32|z=CET",
		"ts=2021-01-04T23:21:32Z"},
	{DT(FORMAT("%b %e, %Y")), "a=Jan 5, 2026", "dt=2026-01-05"},
	{DT(FORMAT("%m/%d/%y")), "a=03/31/26", "dt=2026-03-31"},
	{DT(FORMAT("%Y/%m/%d")), "a=2026/6/12", "dt=2026-06-12"},
	{DT(FORMAT("%y%m%d")), "a=160230", "reject dt: a date that does not exist (160230)"},
};

static const struct map_case days[] = {
	{DT(""), "a=2026-03-31", "dt=2026-03-31"},
	{DT(""), "a=20260331", "dt=2026-03-31"},
	{DT(""), "a=2026-02-29", "reject dt: a date that does not exist (2026-02-29)"},
	{DT(""), "a=2026-03-31T22:15:00Z",
		"reject dt: a time, and no zone declared whose day counts (2026-03-31T22:15:00Z)"},
	{DT(""), "a=2026-03-31T22:15:00", "reject dt: a time, and no zone declared whose day counts (2026-03-31T22:15:00)"},
	{DT(ZONE("Europe/Berlin")), "a=2026-03-31T22:15:00Z", "dt=2026-04-01"},
	{DT(ZONE("Europe/Berlin")), "a=2026-03-31 22:15:00", "dt=2026-03-31"},
	{DT(ZONE("Europe/Berlin")), "a=2026-03-29 02:30:00", "dt=2026-03-29"},
	{DT(ZONE("America/New_York") ", day_in = \"Europe/Warsaw\""), "a=2026-03-31 20:00:00", "dt=2026-04-01"},
	{DT(", day_in = \"Europe/Warsaw\""), "a=2026-03-31T22:15:00Z", "dt=2026-04-01"},
	{DT(", day_in = \"Europe/Warsaw\", format = \"epoch_s\""), "a=1774995300", "dt=2026-04-01"},
	{DT(FORMAT("%y%m%d")), "a=260331", "dt=2026-03-31"},
	{DT(FORMAT("%y%m%d")), "a=690331", "dt=1969-03-31"},
	{DT(FORMAT("%D")), "a=03/31/26", "dt=2026-03-31"},
	{DT(FORMAT("%b %e, %Y")), "a=Jan  5, 2026", "dt=2026-01-05"},
	{DT(FORMAT("excel") ZONE("UTC")), "a=46112", "dt=2026-03-31"},
	{DT(ZONE("Europe/Berlin")), "a=9999-12-31", "dt=9999-12-31"},
	{DT(ZONE("Europe/Berlin")), "a=9999-12-31 12:00:00", "dt=9999-12-31"},
	{DT(ZONE("Europe/Berlin")), "a=9999-12-31T23:30:00Z",
		"reject dt: outside the years 1 to 9999 (9999-12-31T23:30:00Z)"},
	{DT(ZONE("Europe/Berlin")), "a=9999-12-31 24:00:00",
		"reject dt: outside the years 1 to 9999 (9999-12-31 24:00:00)"},
};

#define COMPOSE(more) "ts = { compose = { date = \"d\", time = \"t\"" more "}, format = \"%Y%m%d %H%M%S\" }"

static const struct map_case composed[] = {
	{COMPOSE(", offset = \"+00:00\""), "d=20260331|t=221500", "ts=2026-03-31T22:15:00Z"},
	{COMPOSE(", offset = \"o\""), "d=20260331|t=221500|o=-05:00", "ts=2026-04-01T03:15:00Z"},
	{COMPOSE(", offset = \"o\""), "d=20260331|t=221500|o=CET",
		"reject ts: its offset is not one such as +02:00 (20260331 221500 CET)"},
	{COMPOSE(", offset = \"o\""), "d=20260331|t=~|o=Z", "ts=NULL"},
	{"ts = { compose = { date = \"d\", time = \"t\" } }", "d=2026-03-31|t=22:15:00",
		"reject ts: no zone given, and none declared (2026-03-31 22:15:00)"},
	{"ts = { compose = { date = \"d\", time = \"t\" }, zone = \"Europe/Berlin\" }", "d=2026-03-31|t=22:15:00",
		"ts=2026-03-31T20:15:00Z"},
};

/* The second of two records is read with what the first left behind. */
static void remembers(void)
{
	struct bench x;

	ok(bench_open(&x, "id = { const = \"1\" }\n" TS(ZONE("Europe/Berlin"))), "a map with a zone");
	is_str(bench_show(&x, bench_row(&x, S("a=2026-03-28 12:00:00"), NULL)), S("ts=2026-03-28T11:00:00Z"), "winter");
	is_str(bench_show(&x, bench_row(&x, S("a=2026-03-30 12:00:00"), NULL)), S("ts=2026-03-30T10:00:00Z"), "summer");
	is_str(bench_show(&x, bench_row(&x, S("a=2026-03-28 12:00:01"), NULL)), S("ts=2026-03-28T11:00:01Z"),
		"winter again");
	is_str(bench_show(&x, bench_row(&x, S("a=2026-02-30 12:00:00"), NULL)),
		S("reject ts: a date that does not exist (2026-02-30 12:00:00)"), "no such day");
	is_str(bench_show(&x, bench_row(&x, S("a=2026-03-28 12:00:02"), NULL)), S("ts=2026-03-28T11:00:02Z"),
		"a day that does not exist is not remembered");
	arena_end(x.a);
}

/* ── the vectors of the reference, where it stands beside the repository ───────────────────────────────────────── */

#define VECTORS "../shared/reference/scheduling.md"

/* "05:30Z" on the day of "2026-11-01T06:30:00Z". */
static Str whole(struct arena *a, Str first, Str second)
{
	return second.len == 6 ? text(arena_print(a, "%.*s%.*s:00Z", STR(text_head(first, 11)),
		STR(text_head(second, 5)))) : second;
}

static void vector_is(Str zone, Str wall, const char *more, const char *want)
{
	char map[200], record[100];
	struct bench x;

	snprintf(map, sizeof map, "id = { const = \"1\" }\nts = { get = \"a\", zone = \"%.*s\"%s }", STR(zone), more);
	snprintf(record, sizeof record, "a=%.*s:00", STR(wall));
	ok(bench_open(&x, map), "a map in %.*s", STR(zone));
	is_str(bench_show(&x, bench_row(&x, text(record), NULL)), text(want), "%.*s in %.*s%s", STR(wall), STR(zone), more);
	arena_end(x.a);
}

static void vector(struct arena *a, const Str *cells)
{
	Str zone = cells[0], wall = cells[1], kind = cells[2], second = whole(a, cells[3], cells[4]);
	const char *early = arena_print(a, "ts=%.*s", STR(cells[3]));

	if (text_is(kind, S("none"))) {
		vector_is(zone, wall, "", early);
	} else if (text_find(kind, S("overlap")) < kind.len) {
		vector_is(zone, wall, "", early);
		vector_is(zone, wall, ", overlap = \"second\"", arena_print(a, "ts=%.*s", STR(second)));
		vector_is(zone, wall, ", overlap = \"reject\"", arena_print(a,
			"reject ts: a time that the clocks of its zone show twice (%.*s:00)", STR(wall)));
	} else {
		vector_is(zone, wall, ", gap = \"shift\"", early);
		vector_is(zone, wall, "", arena_print(a, "reject ts: a time that the clocks of its zone skip (%.*s:00)",
			STR(wall)));
	}
}

/* | zone | wall time | kind | first | second | */
static void vectors(struct arena *a)
{
	enum { COLUMNS = 5 };
	struct err e = {0};
	Str rest, line, cells[COLUMNS];
	int found = 0;

	if (!file_exists(VECTORS)) {
		skip("the reference is not beside the repository");
		return;
	}
	ok(file_read(a, VECTORS, 1 << 20, &rest, &e), "the reference is read %s", e.message);
	rest = text_from(rest, text_find(rest, S("## Vectors")));
	while (text_cut(rest, '\n', &line, &rest) && !(found > 0 && !text_begins(line, S("|")))) {
		size_t count = 0;

		line = text_from(line, 1);
		while (count < COLUMNS && text_cut(line, '|', &cells[count], &line)) {
			cells[count] = text_trim(cells[count]);
			count++;
		}
		if (count == COLUMNS && text_find_byte(cells[0], '/') < cells[0].len) {
			vector(a, cells);
			found++;
		}
	}
	ok(found >= 14, "%d vectors", found);
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	RUN(iso);
	RUN(zones);
	RUN(formats);
	RUN(wires);
	RUN(days);
	RUN(composed);
	remembers();
	vectors(a);
	arena_end(a);
	free(a);
	return done();
}
