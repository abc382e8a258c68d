/* Numbers and times of chance, computed here and by Postgres: the same. */
#include "chance.h"
#include "cluster.h"

#include "base/buf.h"
#include "base/currency.h"
#include "base/decimal.h"
#include "base/zone.h"

enum { ROUNDS = 4000 };

/* One question about lists of equal length: how many of their rows are wrong; a few of them are shown. */
static void none_wrong(struct arena *a, struct pg *pg, const char *sql, const struct texts *lists, size_t count,
	const char *what)
{
	struct err e = {0};
	struct rows *r;
	struct params p = {.count = count};

	for (size_t i = 0; i < count; i++)
		p.at[i] = param_texts(a, &lists[i]);
	test_must(pg_query(pg, a, sql, p, &r, &e), &e);
	is_int((int64_t)rows_count(r), 0, "%s: %zu rows", what, lists[0].count);
	for (size_t i = 0; i < rows_count(r) && i < 5; i++)
		tap_show("wrong", rows_at(r, i, 0));
}

/* ── numbers ── */

static Str digits(struct arena *a)
{
	struct buf *b = buf_new(a, 4096);
	int64_t whole = between(0, one_in(20) ? 90 : 12), fraction = one_in(3) ? 0 : between(1, one_in(20) ? 90 : 8);

	if (one_in(2))
		buf_byte(b, '-');
	for (int64_t i = 0; i < whole + !whole; i++)
		buf_byte(b, one_in(3) ? '0' : one_in(3) ? '9' : (char)('0' + between(0, 9)));
	if (fraction > 0)
		buf_byte(b, '.');
	for (int64_t i = 0; i < fraction; i++)
		buf_byte(b, one_in(3) ? '0' : one_in(3) ? '5' : (char)('0' + between(0, 9)));
	return buf_str(b);
}

static struct decimal number(struct arena *a, Str s)
{
	struct decimal d = {0};

	if (!decimal_parse(a, s, &d))
		ok(false, "%.*s is a number", STR(s));
	return d;
}

static void numbers(struct arena *a, struct pg *pg)
{
	struct texts lists[9] = {0};

	for (int i = 0; i < ROUNDS; i++) {
		Str xs = digits(a), ys = one_in(10) ? xs : digits(a);
		struct decimal x = number(a, xs), y = number(a, ys);
		int scale = (int)between(-3, 6);
		const Str row[] = {xs, ys, param_int(a, scale), decimal_text(a, x), decimal_text(a, decimal_add(a, x, y)),
			decimal_text(a, decimal_subtract(a, x, y)), decimal_text(a, decimal_multiply(a, x, y)),
			decimal_text(a, decimal_round(a, x, scale, ROUND_HALF_UP)), param_int(a, decimal_compare(x, y))};

		for (size_t k = 0; k < sizeof row / sizeof *row; k++)
			texts_add(a, &lists[k], row[k]);
	}
	none_wrong(a, pg, "select concat_ws(' ', x, y, s, same, plus, minus, times, round, compare) from "
		"unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], "
		"$9::int[]) n(x, y, s, same, plus, minus, times, round, compare), "
		"lateral (select x::numeric nx, y::numeric ny) m where same <> trim_scale(nx)::text "
		"or plus <> trim_scale(nx + ny)::text or minus <> trim_scale(nx - ny)::text "
		"or times <> trim_scale(nx * ny)::text or round <> trim_scale(round(nx, s))::text "
		"or compare <> sign(nx - ny)", lists, 9, "numbers, sums, products, rounding, order");
}

/* What a minor unit comes to in each currency. */
static void amounts(struct arena *a, struct pg *pg)
{
	struct texts lists[3] = {0};

	for (int i = 0; i < ROUNDS; i++) {
		const struct currency *c = &currencies[between(0, (int64_t)currency_count - 1)];
		int exponent = c->exponent < 0 ? 0 : c->exponent;
		int64_t minor = (int64_t)(chance() >> between(1, 63)) * (one_in(2) ? -1 : 1);

		texts_add(a, &lists[0], param_int(a, minor));
		texts_add(a, &lists[1], param_int(a, exponent));
		texts_add(a, &lists[2], decimal_fixed(a, decimal_shift(decimal_of(a, minor), -exponent), exponent));
	}
	none_wrong(a, pg, "select concat_ws(' ', minor, exponent, major) from unnest($1::numeric[], $2::int[], $3::text[]) "
		"n(minor, exponent, major) where major <> round(minor / 10::numeric ^ exponent, exponent)::text",
		lists, 3, "amounts of minor units, in every currency");
}

/* ── times ── */

static const char *const zones[] = {
	"Europe/Berlin", "Europe/Warsaw", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Moscow",
	"Europe/Istanbul", "America/New_York", "America/Sao_Paulo", "America/Santiago", "America/St_Johns",
	"America/Caracas", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Kolkata",
	"Asia/Kathmandu", "Asia/Tehran", "Asia/Manila", "Africa/Cairo", "Africa/Casablanca", "Antarctica/Troll", "UTC",
};

enum { ZONES = sizeof zones / sizeof *zones };

static Str wall_text(struct arena *a, struct wall w)
{
	return text(arena_print(a, "%04d-%02d-%02d %02d:%02d:%02d.%06d", w.year, w.month, w.day, w.hour, w.minute, w.second,
		w.micro));
}

/* Of the years 1850 to 2099; half of them near a change of clocks, if one is found. */
static instant moment(struct zone *z)
{
	instant t = between(-43830, 47846) * DAY + between(0, DAY - 1), step = 10 * DAY;
	int32_t before, after;

	if (one_in(2))
		return t;
	(void)zone_wall(z, t, &before);
	for (int i = 0; i < 40; i++, t += step) {
		(void)zone_wall(z, t + step, &after);
		if (after == before)
			continue;
		while (step > SECOND) {
			step = step / 2 + SECOND / 2;
			(void)zone_wall(z, t + step, &after);
			t += after == before ? step : 0;
		}
		return t + between(-7200, 7200) * SECOND;
	}
	return t;
}

static void times(struct arena *a, struct pg *pg)
{
	static const char *const kinds[] = {[ZONE_ONCE] = "once", [ZONE_GAP] = "gap", [ZONE_OVERLAP] = "overlap"};
	struct texts lists[7] = {0};
	int seen[3] = {0};

	for (int i = 0; i < 2 * ROUNDS; i++) {
		const char *name = zones[i % ZONES];
		struct err e = {0};
		struct zone *z;
		instant t, first, second;
		struct wall w;
		int32_t offset;
		enum zone_kind kind;

		test_must(zone_open(a, text(name), &z, &e), &e);
		/* GLib 2.74 takes the winter of Dublin's rule, IST-1GMT0, for an hour more instead of less: past 2037, where
		 * the table of transitions ends, its clock is wrong (base/zone.h). */
		do
			t = moment(z);
		while (t > 24800 * DAY - 10 * DAY && strcmp(name, "Europe/Dublin") == 0);
		/* Any wall time nearby, shown or not. */
		w = wall_of_utc(t + between(-2, 14) * 3600 * SECOND);
		kind = zone_instant(z, w, &first, &second);
		seen[kind]++;
		texts_add(a, &lists[0], text(name));
		texts_add(a, &lists[1], text(instant_text(a, t)));
		texts_add(a, &lists[2], wall_text(a, zone_wall(z, t, &offset)));
		texts_add(a, &lists[3], wall_text(a, w));
		texts_add(a, &lists[4], text(kinds[kind]));
		texts_add(a, &lists[5], text(instant_text(a, first)));
		texts_add(a, &lists[6], text(instant_text(a, second)));
	}
	none_wrong(a, pg, "select concat_ws(' ', z, t, shown) from unnest($1::text[], $2::timestamptz[], $3::timestamp[]) "
		"n(z, t, shown) where t at time zone z <> shown", lists, 3, "what a clock shows");
	lists[1] = lists[3];
	lists[2] = lists[4];
	lists[3] = lists[5];
	lists[4] = lists[6];
	none_wrong(a, pg, "select concat_ws(' ', z, w, kind, p) from unnest($1::text[], $2::timestamp[], $3::text[], "
		"$4::timestamptz[], $5::timestamptz[]) n(z, w, kind, first, second), "
		"lateral (select w at time zone z p) m where not case kind when 'once' then p = first and first = second "
		"and p at time zone z = w when 'overlap' then p in (first, second) and first < second "
		"and first at time zone z = w and second at time zone z = w else p at time zone z <> w and first = second "
		"and first at time zone z > w and (first - interval '1 us') at time zone z < w end",
		lists, 5, "which instants a wall time means");
	ok(seen[ZONE_GAP] > 20 && seen[ZONE_OVERLAP] > 20, "%d of them lie in gaps, %d in overlaps", seen[ZONE_GAP],
		seen[ZONE_OVERLAP]);
}

int main(void)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	struct pg *pg = test_session(a, test_database_empty(root));

	chance_open();
	numbers(a, pg);
	amounts(a, pg);
	times(a, pg);
	arena_end(root);
	free(root);
	return done();
}
