/*
 * Times: what is read is written and read as the same; a wall time that a zone shows leads back to its instant, and one
 * that it does not show lies in a gap; a time written by the C library is read by the same pattern.
 */
#include "fuzz.h"

#include "maps.h"

#include "base/zone.h"

#include <time.h>

static instant any_instant(Str *in)
{
	instant first = 0, last = 0;

	must(instant_parse(S("0001-01-03T00:00:00Z"), &first) && instant_parse(S("9999-12-29T00:00:00Z"), &last), "ends");
	return first + (int64_t)(take_number(in) % (uint64_t)(last - first));
}

/* ── text ── */

static bool is_number(Str s, int *n)
{
	uint64_t read = 0;

	*n = text_uint(s, &read) && read < 10000 ? (int)read : 0;
	return *n > 0;
}

/* Whether the C library knows such a day, and it is written in ten bytes. */
static bool is_day(Str s)
{
	struct tm tm = {.tm_isdst = 0};
	int year, month, day;

	if (s.len != 10 || s.at[4] != '-' || s.at[7] != '-' || !is_number(text_head(s, 4), &year)
	    || !is_number((Str){s.at + 5, 2}, &month) || !is_number((Str){s.at + 8, 2}, &day))
		return false;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	(void)timegm(&tm);
	return tm.tm_year == year - 1900 && tm.tm_mon == month - 1 && tm.tm_mday == day;
}

static void texts(struct arena *a, Str in)
{
	instant t, again;
	int64_t us, more;
	date d, e;

	if (instant_parse(in, &t)) {
		must(instant_is_valid(t), "%.*s is in the years that there are", STR(in));
		must(instant_parse(text(instant_text(a, t)), &again) && again == t, "%.*s and back", STR(in));
	}
	must(date_parse(in, &d) == is_day(in), "%.*s is a day, or not, as the C library says", STR(in));
	if (date_parse(in, &d)) {
		must_be(text(date_text(a, d)), in, "a date has one text");
		must(date_parse(in, &e) && e == d, "a date and back");
		must(date_weekday(d) == (((int)((int64_t)d + 3) % 7 + 7) % 7) + 1, "its day of the week");
	}
	if (duration_parse(in, &us)) {
		must(us >= 0 && us % SECOND == 0, "a duration is whole seconds");
		must(duration_parse(text(duration_text(a, us)), &more) && more == us, "%.*s and back: %s", STR(in),
			duration_text(a, us));
	}
}

/* ── zones ── */

/* Of the year in which it lies and the two beside it, where all of this is decided. */
static void zones(struct arena *a, Str in)
{
	static const char *const names[] = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo",
		"America/Santiago", "Pacific/Apia", "Europe/Dublin", "Asia/Kathmandu", "America/St_Johns", "Antarctica/Troll",
		"Africa/Casablanca", "Asia/Manila", "+05:30", "UTC"};
	unsigned int which = take(&in);
	struct err e = {0};
	date day;
	struct zone *z = NULL, *fresh = NULL;
	instant t = any_instant(&in), first, second, shown;
	int32_t offset, before;
	struct wall w;
	enum zone_kind kind;

	must(zone_open(a, text(names[which % 14]), &z, &e) && zone_open(a, text(names[which % 14]), &fresh, &e), "opens");
	must(date_parse(text(date_text(a, (date)(t / DAY))), &day) && day == (date)(t / DAY), "any day has a text");
	/* One that has looked elsewhere first says the same. */
	(void)zone_wall(z, any_instant(&in), &offset);
	w = zone_wall(z, t, &offset);
	(void)zone_wall(fresh, t, &before);
	must(offset == before, "an offset does not depend on what was asked before");
	must(wall_as_utc(w) == t + offset * SECOND, "a wall time is the instant with its offset");
	kind = zone_instant(z, w, &first, &second);
	must(kind != ZONE_GAP && (first == t || second == t), "%s leads back", instant_text(a, t));
	must(kind == ZONE_OVERLAP ? first < second : first == second, "one instant or two");
	must(instant_parse(text(zone_text(a, z, t)), &shown) && shown == t, "%s means the instant", zone_text(a, z, t));
	must(zone_date(z, t) * DAY <= wall_as_utc(w) && wall_as_utc(w) < (zone_date(z, t) + 1) * DAY, "its day");
	/* Any wall time: shown at both of its instants, or not at all. */
	w = wall_of_utc(t);
	kind = zone_instant(z, w, &first, &second);
	(void)zone_wall(z, first, &offset);
	(void)zone_wall(z, second, &before);
	if (kind == ZONE_GAP)
		must(first == second && first + offset * SECOND > wall_as_utc(w), "after a gap it is later");
	else
		must(first + offset * SECOND == wall_as_utc(w) && second + before * SECOND == wall_as_utc(w), "both show it");
}

/* ── formats ── */

static const char *const formats[] = {
	"iso", "rfc3339", "rfc2822", "http", "odata", "excel", "epoch_s", "epoch_ms", "epoch_us", "%d.%m.%Y %H:%M:%S",
	"%Y%m%d%H%M%S%z", "%b %d, %Y %I:%M:%S %p", "%A %e %B %Y %T %Z", "%y-%m-%d %R", "%D", "%F %T.%f", "%a %d %b %Y",
};

enum { FORMATS = sizeof formats / sizeof *formats, ISO = FORMATS, MAPS };

static struct bench *bench_of(size_t which)
{
	static struct bench maps[MAPS];
	static bool opened[MAPS];
	char declaration[200];

	snprintf(declaration, sizeof declaration,
		"id = { const = \"1\" }\nts = { get = \"a\", format = \"%s\", zone = \"Europe/Berlin\", gap = \"shift\" }",
		which == ISO ? "iso" : formats[which]);
	if (!opened[which])
		maps_open(&maps[which], declaration);
	opened[which] = true;
	return &maps[which];
}

static bool is_mapped(struct arena *a, size_t which, Str s, instant *t)
{
	const struct row *row = maps_row(bench_of(which), a, (struct cell){.kind = CELL_TEXT, .text = s});
	const struct value *v = maps_value(bench_of(which), row, "ts");

	if (row->state != ROW_GOOD || v->null)
		return false;
	must(instant_is_valid(v->as.timestamp), "%.*s is in the years that there are", STR(s));
	*t = v->as.timestamp;
	return true;
}

/* A year of two digits means one between 1969 and 2068; "%D" and others lack a time. */
static bool is_whole(Str format)
{
	return text_find(format, S("%Y")) < format.len && text_find(format, S("%S")) < format.len;
}

static void by_pattern(struct arena *a, size_t which, instant t)
{
	struct wall w = wall_of_utc(t);
	struct tm tm = {.tm_sec = w.second, .tm_min = w.minute, .tm_hour = w.hour, .tm_mday = w.day, .tm_mon = w.month - 1,
		.tm_year = w.year - 1900, .tm_wday = date_weekday((date)((t - (t % DAY + DAY) % DAY) / DAY)) % 7};
	char written[200];
	instant got;
	size_t length;
	struct err e = {0};
	struct zone *z;
	instant first, second;

	if (which < 9 || !is_whole(text(formats[which])) || w.year < 1000)
		return;
	must(zone_open(a, S("Europe/Berlin"), &z, &e), "opens");
	zone_instant(z, w, &first, &second);
	if (strstr(formats[which], "%z"))
		first = t - t % SECOND + (t % SECOND < 0 ? -SECOND : 0);
	length = strftime(written, sizeof written, formats[which], &tm);
	must(is_mapped(a, which, (Str){written, length}, &got), "%s reads \"%s\"", formats[which], written);
	first -= (first % SECOND + SECOND) % SECOND;
	must(got == first, "%s reads \"%s\" as %s, not %s", formats[which], written, instant_text(a, got),
		instant_text(a, first));
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t which = (mode >> 2) % FORMATS;
	instant t, again;

	if (mode % 4 == 0)
		texts(a, in);
	else if (mode % 4 == 1)
		zones(a, in);
	else if (mode % 4 == 2)
		by_pattern(a, which, any_instant(&in));
	else if (is_mapped(a, which, in, &t))
		must(is_mapped(a, ISO, text(instant_text(a, t)), &again) && again == t, "%s: %.*s and back", formats[which],
			STR(in));
}
