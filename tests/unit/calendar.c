#include "base/calendar.h"

#include "tap.h"

#include <stdlib.h>

static date day(const char *s)
{
	date d = DATE_NONE;

	if (!date_parse(text(s), &d))
		ok(false, "%s is a day", s);
	return d;
}

int main(void)
{
	struct arena *a = arena_new(NULL);
	date easter[] = {day("2026-04-03"), day("2026-04-06")};
	struct calendar banks = {S("banks"), {[6] = true, [7] = true}, easter, 2};
	struct calendar never = {S("never"), {0, true, true, true, true, true, true, true}, NULL, 0};
	struct calendar always = {S("always"), {0}, NULL, 0};
	static const struct {
		const char *from;
		int n;
		const char *to;
	} rows[] = {
		{"2026-04-02", 0, "2026-04-02"}, {"2026-04-02", 1, "2026-04-07"}, {"2026-04-02", 2, "2026-04-08"},
		{"2026-04-03", 0, "2026-04-07"}, {"2026-04-04", 1, "2026-04-07"}, {"2026-04-07", -1, "2026-04-02"},
		{"2026-04-05", -1, "2026-04-02"}, {"2026-04-05", -2, "2026-04-01"}, {"2026-03-27", 5, "2026-04-07"},
		{"2026-12-31", 1, "2027-01-01"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_z(date_text(a, calendar_add(&banks, day(rows[i].from), rows[i].n)), rows[i].to, "%s and %d open days",
			rows[i].from, rows[i].n);
	ok(calendar_is_open(&banks, day("2026-04-02")), "Thursday is open");
	ok(!calendar_is_open(&banks, day("2026-04-03")), "Good Friday is not");
	ok(!calendar_is_open(&banks, day("2026-04-04")), "nor is a Saturday");
	is_int(calendar_open_from(&banks, day("2026-04-03")), day("2026-04-07"), "the first open day from Good Friday");
	is_int(calendar_open_from(&banks, day("2026-04-07")), day("2026-04-07"), "an open day itself");
	is_int(calendar_add(NULL, day("2026-04-03"), -3), day("2026-03-31"), "no calendar, no closed day");
	is_int(calendar_add(NULL, day("2026-04-04"), 0), day("2026-04-04"), "no calendar, the day itself");
	is_int(calendar_add(&always, day("2026-04-03"), 400), day("2026-04-03") + 400, "a calendar that never closes");
	is_int(calendar_open_from(&never, day("2026-04-03")), DATE_NONE, "a calendar that never opens");
	is_int(calendar_add(&never, day("2026-04-03"), 2), DATE_NONE, "nor after two days");
	arena_end(a);
	free(a);
	return done();
}
