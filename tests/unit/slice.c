#include "extract/slice.h"

#include "chance.h"

/*
 * Whatever a window's form, bounds and steps: the slices of a reach hold each of its moments exactly once, as a system
 * sees them that holds its records' own time against what it is asked for.
 */

static const struct {
	const char *fmt, *zone;
} forms[] = {
	{"rfc3339", "Europe/Berlin"}, {"epoch_s", "Europe/Berlin"}, {"epoch_ms", "Europe/Berlin"},
	{"%Y-%m-%d %H:%M:%S", "America/Los_Angeles"}, {"%Y-%m-%dT%H:%M:%S.%LZ", "UTC"}, {"%F", "Europe/Berlin"},
	{"%FT%T%z", "Europe/Berlin"}, {"%Y-%m-%d %H:%M:00", "Australia/Lord_Howe"}, {"%FT%T.%f", "+05:45"},
	{"%Y-%m-%d", "Africa/Cairo"}, {"%F %H:00:00", "America/Santiago"},
};

/* Nights on which clocks change, and others: one of them is near every reach. */
static const char *const nights[] = {"2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01", "2025-04-25", "2025-10-30",
	"2026-09-06", "2026-04-04", "2026-06-15", "2026-12-31"};

static struct edge_form form_of(struct arena *a, size_t i)
{
	struct mistakes *m = mistakes_new(a);
	struct edge_form form = {0};
	struct err e = {0};
	struct zone *zone = NULL;

	if (!zone_open(a, text(forms[i].zone), &zone, &e) || !edge_form_read(a, NULL, text(forms[i].fmt), zone, &form, m))
		ok(false, "%s in %s: %.*s", forms[i].fmt, forms[i].zone, STR(mistakes_text(a, m)));
	return form;
}

/* A text as a system compares it. */
static int64_t compared(struct arena *a, const struct edge_form *form, Str said)
{
	Str as_moment = form->grain == DAY ? text(arena_print(a, "%.*sT00:00:00Z", STR(said)))
		: form->has_offset || text_ends(said, S("Z")) ? said : text(arena_print(a, "%.*sZ", STR(said)));
	instant t = 0;

	if (form->kind == EDGE_EPOCH_S || form->kind == EDGE_EPOCH_MS)
		return strtoll(said.at, NULL, 10);
	if (!instant_parse(as_moment, &t))
		ok(false, "%.*s is no moment", STR(as_moment));
	return t;
}

/* A record's own time, as finely as the system keeps it. */
static int64_t stamp(struct arena *a, const struct edge_form *form, instant t)
{
	return compared(a, form, edge_text(a, form, form->kind == EDGE_RFC3339 || form->has_offset ? edge_at(form, t) : t,
		false));
}

static bool holds(struct arena *a, const struct time_window *w, const struct span *s, int64_t at)
{
	struct words words = {0};
	int64_t from, to;

	slice_words(a, w, s, &words);
	from = compared(a, &w->form, words.at[0].value);
	to = compared(a, &w->form, words.at[1].value);
	return (w->bounds == BOUNDS_FROM || w->bounds == BOUNDS_BOTH ? at >= from : at > from)
	    && (w->bounds == BOUNDS_TO || w->bounds == BOUNDS_BOTH ? at <= to : at < to);
}

static struct span *slices_of(struct arena *a, const struct time_window *w, const struct span *reach, size_t *count)
{
	struct span *all = NULL, s = {reach->from, slice_end(w, reach->from, 0, reach->to)};

	*count = 0;
	while (s.from < s.to && *count < 5000) {
		instant middle;
		int64_t width = 0;

		while (one_in(4) && slice_half(w, &s, &middle)) {
			s.to = middle;
			width = s.to - s.from;
		}
		all = arena_grow(a, all, *count, sizeof *all);
		all[(*count)++] = s;
		s = (struct span){s.to, slice_end(w, s.to, 2 * width, reach->to)};
	}
	return all;
}

static bool agree(struct arena *a, const struct time_window *w, const struct span *reach)
{
	size_t count;
	const struct span *all = slices_of(a, w, reach, &count);
	bool good = reach->from >= reach->to || (count > 0 && all[0].from == reach->from && all[count - 1].to == reach->to);

	for (size_t i = 0; i < count; i++)
		good = good && all[i].from < all[i].to && (i == 0 || all[i].from == all[i - 1].to);
	for (int n = 0; good && n < 20 && count > 0; n++) {
		instant t = n < 6 ? all[(size_t)between(0, (int64_t)count - 1)].from + between(-2, 2) * (n < 3 ? SECOND : 1)
			: reach->from + between(0, reach->to - reach->from - 1);
		int64_t at = stamp(a, &w->form, t);
		int held = 0;

		for (size_t i = 0; i < count; i++)
			held += holds(a, w, &all[i], at);
		good = t < reach->from || t >= reach->to || held == 1;
		if (!good)
			printf("# %s is in %d of %zu slices\n", instant_text(a, t), held, count);
	}
	return good;
}

static void test_property(struct arena *a)
{
	struct arena *memory = arena_new(a);
	int failed = 0;

	for (int n = 0; n < 3000; n++) {
		size_t f = (size_t)between(0, (int64_t)(sizeof forms / sizeof *forms) - 1);
		struct time_window w = {.form = form_of(memory, f), .bounds = (int)between(0, 3),
			.step = one_in(4) ? 0 : one_in(2) ? between(1, 40) * DAY : between(10, 4000) * 60 * SECOND, .least = SECOND,
			.lookback = one_in(2) ? 0 : between(0, 50) * 3600 * SECOND};
		struct span reach;
		date day = 0;
		instant around;

		date_parse(text(nights[between(0, (int64_t)(sizeof nights / sizeof *nights) - 1)]), &day);
		around = (instant)day * DAY + between(-48, 48) * 1800 * SECOND;
		reach = window_reach(&w, around - between(0, 5 * 24) * 3600 * SECOND, around + between(0, 36) * 3600 * SECOND);
		if (!agree(memory, &w, &reach)) {
			failed++;
			printf("# %s in %s, bounds %d, step %lld s, %s\n", forms[f].fmt, forms[f].zone, w.bounds,
				(long long)(w.step / SECOND), slice_said(memory, &w, &reach));
		}
		arena_end(memory);
	}
	ok(failed == 0, "every moment of a reach is in one slice, whatever form, bounds, step and clock");
}

static void words_are(struct arena *a, const struct time_window *w, const char *from, const char *to,
	const char *wanted_from, const char *wanted_to)
{
	struct words words = {0};
	struct span reach;
	instant t = 0, u = 0;

	instant_parse(text(from), &t);
	instant_parse(text(to), &u);
	reach = window_reach(w, t, u);
	slice_words(a, w, &reach, &words);
	is_str(words.at[0].value, text(wanted_from), "from %s in bounds %d", from, w->bounds);
	is_str(words.at[1].value, text(wanted_to), "to %s in bounds %d", to, w->bounds);
}

static void test_words(struct arena *a)
{
	struct time_window days = {.form = form_of(a, 5)}, pacific = {.form = form_of(a, 3)}, ms = {.form = form_of(a, 4)};

	words_are(a, &days, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-29", "2026-03-30");
	days.bounds = BOUNDS_BOTH;
	words_are(a, &days, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-29", "2026-03-29");
	days.bounds = BOUNDS_NONE;
	words_are(a, &days, "2026-03-29T22:00:00Z", "2026-03-30T22:30:00Z", "2026-03-29", "2026-03-31");
	words_are(a, &pacific, "2026-03-31T10:00:00.7Z", "2026-03-31T11:00:00Z", "2026-03-31 03:00:00",
		"2026-03-31 04:00:00");
	/* The hour that the clock shows twice has no edges: one before it stands for them. */
	words_are(a, &pacific, "2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z", "2026-11-01 00:45:00",
		"2026-11-01 00:45:00");
	ms.bounds = BOUNDS_TO;
	words_are(a, &ms, "2026-03-31T10:00:00Z", "2026-03-31T11:00:00.5Z", "2026-03-31T09:59:59.999Z",
		"2026-03-31T11:00:00.499Z");
}

static void test_halves(struct arena *a)
{
	struct time_window w = {.form = form_of(a, 0), .least = SECOND};
	struct span s = {0, 10 * SECOND};
	instant middle;
	int cuts = 0;

	while (slice_half(&w, &s, &middle)) {
		s.to = middle;
		cuts++;
	}
	ok(cuts == 3 && s.to == SECOND, "ten seconds are halved to one: %d times", cuts);
	w.open_ended = true;
	s.to = DAY;
	ok(!slice_half(&w, &s, &middle), "what has no end has no half");
}

static void refused(struct arena *a, const char *fmt, const char *why)
{
	struct mistakes *m = mistakes_new(a);
	struct edge_form form;
	struct zone *zone = NULL;
	struct err e = {0};

	if (!zone_open(a, S("UTC"), &zone, &e))
		return;
	ok(!edge_form_read(a, NULL, text(fmt), zone, &form, m), "%s is no form of an edge", fmt);
	ok(strstr(text_z(a, mistakes_text(a, m)), why) != NULL, "and it is said why: %s", why);
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	chance_open();
	test_words(a);
	test_halves(a);
	refused(a, "iso", "year, month and day");
	refused(a, "%H:%M", "year, month and day");
	refused(a, "%Y-%m-%d %I", "%I");
	refused(a, "%Y-%m-%d %", "known are");
	test_property(a);
	arena_end(a);
	free(a);
	return done();
}
