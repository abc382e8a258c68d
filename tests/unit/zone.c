#include "base/zone.h"

#include "tap.h"

#include <stdlib.h>

/* By the rules of tzdata 2025b. */
static const struct vector {
	const char *zone, *wall;
	enum zone_kind kind;
	const char *first, *second;
} vectors[] = {
	{"America/New_York", "2026-03-08 02:30", ZONE_GAP, "2026-03-08T07:00:00Z", "2026-03-08T07:00:00Z"},
	{"America/New_York", "2026-11-01 01:30", ZONE_OVERLAP, "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"},
	{"Europe/Warsaw", "2026-03-29 02:30", ZONE_GAP, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
	{"Europe/Warsaw", "2026-10-25 02:30", ZONE_OVERLAP, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
	{"Europe/London", "2026-03-29 01:30", ZONE_GAP, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
	{"Africa/Cairo", "2025-04-25 00:00", ZONE_GAP, "2025-04-24T22:00:00Z", "2025-04-24T22:00:00Z"},
	{"Africa/Cairo", "2025-10-30 23:30", ZONE_OVERLAP, "2025-10-30T20:30:00Z", "2025-10-30T21:30:00Z"},
	{"America/Santiago", "2026-09-06 00:00", ZONE_GAP, "2026-09-06T04:00:00Z", "2026-09-06T04:00:00Z"},
	{"Australia/Lord_Howe", "2026-10-04 02:15", ZONE_GAP, "2026-10-03T15:30:00Z", "2026-10-03T15:30:00Z"},
	{"Australia/Lord_Howe", "2026-04-05 01:45", ZONE_OVERLAP, "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"},
	{"Antarctica/Troll", "2026-03-29 02:30", ZONE_GAP, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
	{"Pacific/Apia", "2011-12-30 02:00", ZONE_GAP, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
	{"Asia/Kolkata", "2026-03-29 02:30", ZONE_ONCE, "2026-03-28T21:00:00Z", "2026-03-28T21:00:00Z"},
	{"Asia/Kathmandu", "2026-03-29 02:30", ZONE_ONCE, "2026-03-28T20:45:00Z", "2026-03-28T20:45:00Z"},
	/* Summer time is the standard time of Dublin, and the later instant is winter's. */
	{"Europe/Dublin", "2026-10-25 01:30", ZONE_OVERLAP, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
	/* The edges of a gap and of an overlap. */
	{"Europe/Warsaw", "2026-03-29 01:59", ZONE_ONCE, "2026-03-29T00:59:00Z", "2026-03-29T00:59:00Z"},
	{"Europe/Warsaw", "2026-03-29 02:00", ZONE_GAP, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
	{"Europe/Warsaw", "2026-03-29 03:00", ZONE_ONCE, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
	{"Europe/Warsaw", "2026-10-25 01:59", ZONE_ONCE, "2026-10-24T23:59:00Z", "2026-10-24T23:59:00Z"},
	{"Europe/Warsaw", "2026-10-25 02:00", ZONE_OVERLAP, "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"},
	{"Europe/Warsaw", "2026-10-25 03:00", ZONE_ONCE, "2026-10-25T02:00:00Z", "2026-10-25T02:00:00Z"},
	{"Pacific/Apia", "2011-12-31 00:00", ZONE_ONCE, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
	/* Manila lived the last day of 1844 not at all. */
	{"Asia/Manila", "1844-12-31 12:00", ZONE_GAP, "1844-12-31T15:56:08Z", "1844-12-31T15:56:08Z"},
	/* Past the table of transitions, by its rule. */
	{"Europe/Berlin", "2099-03-29 02:30", ZONE_GAP, "2099-03-29T01:00:00Z", "2099-03-29T01:00:00Z"},
	{"Europe/Berlin", "2099-07-01 12:00", ZONE_ONCE, "2099-07-01T10:00:00Z", "2099-07-01T10:00:00Z"},
	{"UTC", "2026-03-29 02:30", ZONE_ONCE, "2026-03-29T02:30:00Z", "2026-03-29T02:30:00Z"},
	{"+05:30", "2026-03-29 02:30", ZONE_ONCE, "2026-03-28T21:00:00Z", "2026-03-28T21:00:00Z"},
	{"-03:00", "2026-03-29 02:30", ZONE_ONCE, "2026-03-29T05:30:00Z", "2026-03-29T05:30:00Z"},
};

static struct zone *opened(struct arena *a, const char *name)
{
	struct err e = {0};
	struct zone *z = NULL;

	if (!zone_open(a, text(name), &z, &e))
		ok(false, "opens %s: %s", name, e.message);
	return z;
}

/* "YYYY-MM-DD hh:mm" */
static struct wall wall(struct arena *a, const char *shown)
{
	instant t = 0;

	if (!instant_parse(text(arena_print(a, "%s:00Z", shown)), &t))
		ok(false, "%s is a wall time", shown);
	return wall_of_utc(t);
}

static void walls(struct arena *a)
{
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		const struct vector *v = &vectors[i];
		struct zone *z = opened(a, v->zone);
		instant first, second;

		/* A second time from the intervals that are kept. */
		for (int round = 0; z && round < 2; round++) {
			is_int(zone_instant(z, wall(a, v->wall), &first, &second), v->kind, "%s %s: kind", v->zone, v->wall);
			is_z(instant_text(a, first), v->first, "%s %s: first", v->zone, v->wall);
			is_z(instant_text(a, second), v->second, "%s %s: second", v->zone, v->wall);
		}
	}
}

static void fractions(struct arena *a)
{
	struct zone *z = opened(a, "Europe/Berlin");
	struct wall w = {2026, 3, 29, 2, 30, 15, 123456};
	instant first, second;

	zone_instant(z, w, &first, &second);
	is_z(instant_text(a, first), "2026-03-29T01:00:00Z", "after a gap time begins with a whole second");
	w.hour = 3;
	zone_instant(z, w, &first, &second);
	is_z(instant_text(a, first), "2026-03-29T01:30:15.123456Z", "fractions stay");
	w = (struct wall){1969, 12, 31, 23, 59, 59, 999999};
	zone_instant(z, w, &first, &second);
	is_z(instant_text(a, first), "1969-12-31T22:59:59.999999Z", "before 1970 too");
}

static void shown(struct arena *a)
{
	static const struct {
		const char *zone, *utc, *text, *day;
	} rows[] = {
		{"Europe/Berlin", "2026-03-31T22:15:00Z", "2026-04-01T00:15:00+02:00", "2026-04-01"},
		{"Europe/Berlin", "2026-03-29T00:59:59.5Z", "2026-03-29T01:59:59.5+01:00", "2026-03-29"},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00", "2026-03-29"},
		{"America/St_Johns", "2026-01-01T03:29:59Z", "2025-12-31T23:59:59-03:30", "2025-12-31"},
		{"Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02T00:00:00+14:00", "2026-01-02"},
		{"UTC", "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999+00:00", "1969-12-31"},
		{"-00:30", "2026-01-01T00:00:00Z", "2025-12-31T23:30:00-00:30", "2025-12-31"},
		/* Local mean time of Berlin is +00:53:28. */
		{"Europe/Berlin", "1850-01-01T00:00:00Z", "1850-01-01T00:53:00+00:53", "1850-01-01"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone *z = opened(a, rows[i].zone);
		instant t = 0, again = 0;

		ok(instant_parse(text(rows[i].utc), &t), "%s", rows[i].utc);
		is_z(zone_text(a, z, t), rows[i].text, "%s in %s", rows[i].utc, rows[i].zone);
		is_z(date_text(a, zone_date(z, t)), rows[i].day, "its day");
		ok(instant_parse(text(rows[i].text), &again) && again == t, "%s means the same", rows[i].text);
	}
}

/* Every quarter of an hour of two years: what a wall shows leads back to the instant. */
static void round_trip(struct arena *a, const char *name)
{
	struct zone *z = opened(a, name);
	int wrong = 0, gaps = 0, overlaps = 0;
	instant from = 0;

	ok(instant_parse(S("2025-01-01T00:00:00Z"), &from), "the beginning");
	for (instant t = from; t < from + 730 * DAY; t += 900 * SECOND) {
		int32_t offset;
		instant first, second;
		struct wall w = zone_wall(z, t, &offset);
		enum zone_kind kind = zone_instant(z, w, &first, &second);

		gaps += kind == ZONE_GAP;
		overlaps += kind == ZONE_OVERLAP;
		wrong += kind == ZONE_ONCE ? first != t || second != t : first != t && second != t;
		wrong += wall_as_utc(w) - offset * SECOND != t || first > second;
	}
	is_int(wrong, 0, "%s: two years and back", name);
	is_int(gaps, 0, "%s: no wall time that is shown is in a gap", name);
	is_int(overlaps, strcmp(name, "Australia/Lord_Howe") == 0 ? 8 : 16, "%s: two overlaps", name);
}

static void far_away(struct arena *a)
{
	struct zone *z = opened(a, "America/Sao_Paulo");
	instant t = 0, first, second;
	int32_t offset;

	ok(instant_parse(S("0001-01-02T00:00:00Z"), &t), "year 1");
	is_int(zone_instant(z, zone_wall(z, t, &offset), &first, &second), ZONE_ONCE, "year 1 and back");
	is_int(first, t, "the same instant");
	ok(instant_parse(S("9999-12-30T00:00:00Z"), &t), "year 9999");
	is_int(zone_instant(z, zone_wall(z, t, &offset), &first, &second), ZONE_ONCE, "year 9999 and back");
	is_int(first, t, "the same instant");
}

static void unknown(struct arena *a)
{
	static const char *const bad[] = {
		"", "Europe/Berln", "europe", "Europe", "CET-1CEST", "5", "+2", "+0200", "+24:00", "+02:60", "../etc/passwd",
		"/etc/localtime", "right/Europe/Berlin", "leapseconds", "zone.tab", "EST5EDT4,M3.2.0,M11.1.0", "Europe/Berlin ",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = {0};
		struct zone *z;

		ok(!zone_open(a, text(bad[i]), &z, &e) && e.kind == ERR_CONFIG, "\"%s\" is no zone", bad[i]);
		is_z(e.message, arena_print(a, "unknown time zone \"%s\", want a name such as Europe/Berlin, UTC or +02:00",
			bad[i]), "says so");
	}
	ok(strcmp(zone_name(opened(a, "America/Argentina/Buenos_Aires")), "America/Argentina/Buenos_Aires") == 0, "name");
	ok(opened(a, "Etc/GMT+5") != NULL, "a name with a sign");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	walls(a);
	fractions(a);
	shown(a);
	round_trip(a, "Europe/Warsaw");
	round_trip(a, "Australia/Lord_Howe");
	round_trip(a, "America/New_York");
	far_away(a);
	unknown(a);
	arena_end(a);
	free(a);
	return done();
}
