/*
 * Decimals: exactly the texts of the grammar are numbers, a number written is the same number, and arithmetic keeps the
 * laws of arithmetic, held against 128-bit integers where they suffice.
 */
#include "fuzz.h"

#include "base/decimal.h"
#include "db/numeric.h"

__extension__ typedef __int128 wide;

/* [+-] digits [. digits] [e [+-] digits], at least one digit before the e: without knowing its value. */
static bool is_number(Str s)
{
	size_t whole, fraction = 0;

	s = text_from(s, s.len > 0 && (s.at[0] == '+' || s.at[0] == '-'));
	whole = text_digits(s);
	s = text_from(s, whole);
	if (text_begins(s, S("."))) {
		fraction = text_digits(text_from(s, 1));
		s = text_from(s, 1 + fraction);
	}
	if (whole + fraction == 0 || s.len == 0)
		return whole + fraction > 0;
	if (s.at[0] != 'e' && s.at[0] != 'E')
		return false;
	s = text_from(s, 1);
	s = text_from(s, s.len > 0 && (s.at[0] == '+' || s.at[0] == '-'));
	return s.len > 0 && text_digits(s) == s.len;
}

static bool same(struct decimal x, struct decimal y)
{
	return decimal_compare(x, y) == 0;
}

static bool read(struct arena *a, Str s, struct decimal *d)
{
	bool good = decimal_parse(a, s, d);
	/* Short of the longest, whatever the exponent. */
	bool is_short = s.len < 500 && text_find_byte(s, 'e') == s.len && text_find_byte(s, 'E') == s.len;

	must(!good || is_number(s), "%.*s is no number", STR(s));
	must(good || !is_short || !is_number(s), "%.*s is a number", STR(s));
	return good;
}

static void written(struct arena *a, struct decimal d)
{
	struct decimal again;
	Str s = decimal_text(a, d), fixed = decimal_fixed(a, d, 3);

	must(decimal_parse(a, s, &again) && same(d, again), "%.*s is written and read", STR(s));
	must_be(decimal_text(a, again), s, "the text of the same number");
	must(s.len <= decimal_room(d), "%zu bytes in the room of %zu", s.len, decimal_room(d));
	must(decimal_parse(a, fixed, &again) && same(d, again), "%.*s is the same with digits behind it", STR(fixed));
	must(fixed.len - 1 - text_find_byte(fixed, '.') == (size_t)(decimal_scale(d) > 3 ? decimal_scale(d) : 3),
		"digits behind the point: %.*s", STR(fixed));
	must(!decimal_is_zero(d) || text_is(s, S("0")), "zero has one text, not %.*s", STR(s));
	must(decimal_is_zero(d) || s.at[0] != '-' || d.negative, "%.*s has its sign", STR(s));
}

/* Back from Postgres' binary form: sign, groups to base 10000. */
static void sent(struct arena *a, struct decimal d)
{
	struct decimal sum = {0};
	struct numeric n;
	unsigned char *to;

	if (!numeric_of(d, 2, &n))
		return;
	to = arena_raw(a, 8 + 2 * n.groups);
	numeric_write(&n, (char *)to);
	for (size_t i = 0; i < n.groups; i++) {
		int group = to[8 + 2 * i] << 8 | to[9 + 2 * i];

		must(group < 10000 && (group > 0 || (i > 0 && i + 1 < n.groups)), "group %zu is %d", i, group);
		sum = decimal_add(a, sum, decimal_shift(decimal_of(a, group), 4 * (n.weight - (int)i)));
	}
	if (n.negative)
		sum = decimal_negate(sum);
	must(same(sum, d), "%.*s is sent as %.*s", STR(decimal_text(a, d)), STR(decimal_text(a, sum)));
	must(n.scale >= decimal_scale(d), "no digit is hidden");
}

static void laws(struct arena *a, struct decimal x, struct decimal y)
{
	struct decimal sum = decimal_add(a, x, y), product = decimal_multiply(a, x, y);

	must(same(decimal_subtract(a, sum, y), x) && same(decimal_subtract(a, sum, x), y), "x + y - y is x");
	must(same(sum, decimal_add(a, y, x)) && same(product, decimal_multiply(a, y, x)), "the order does not matter");
	must(same(decimal_multiply(a, x, sum), decimal_add(a, decimal_multiply(a, x, x), product)), "x(x + y) = xx + xy");
	must(decimal_compare(x, y) == -decimal_compare(y, x), "order is one");
	must((decimal_compare(x, y) < 0) == (decimal_compare(decimal_subtract(a, x, y), (struct decimal){0}) < 0),
		"x < y if x - y < 0");
	must(same(decimal_shift(decimal_shift(x, 7), -7), x), "shifted and back");
	must(same(decimal_negate(decimal_negate(x)), x), "negated twice");
	must(same(decimal_absolute(x), x.negative ? decimal_negate(x) : x), "absolute");
	written(a, sum);
	written(a, product);
}

/* Nearer than one unit, on the side that the way says, and exact where nothing is cut. */
static void rounded(struct arena *a, struct decimal d, int scale, enum decimal_rounding how)
{
	struct decimal r = decimal_round(a, d, scale, how), off = decimal_subtract(a, r, d), left = decimal_absolute(off);
	struct decimal unit = decimal_shift(decimal_of(a, 1), -scale), two = decimal_of(a, 2);
	int half = decimal_compare(decimal_multiply(a, left, two), unit);
	bool away = !decimal_is_zero(off) && decimal_compare(decimal_absolute(r), decimal_absolute(d)) > 0;

	must(decimal_compare(left, unit) < 0, "%.*s is %.*s, rounded to %d", STR(decimal_text(a, d)),
		STR(decimal_text(a, r)), scale);
	must(scale < 0 || decimal_scale(r) <= scale, "no digits are left");
	must(how != ROUND_DOWN || !away, "down is towards zero");
	must(how != ROUND_UP || decimal_is_zero(off) || away, "up is away from zero");
	must((how != ROUND_HALF_UP && how != ROUND_HALF_EVEN) || half <= 0, "to the nearest");
	must(how != ROUND_HALF_UP || half < 0 || away, "a half goes up");
	if (how == ROUND_HALF_EVEN && half == 0) {
		struct decimal units = decimal_multiply(a, decimal_shift(r, scale), decimal_shift(decimal_of(a, 5), -1));

		must(decimal_scale(units) == 0, "a half goes to the even one");
	}
}

static wide power(int n)
{
	return n == 0 ? 1 : 10 * power(n - 1);
}

static bool small(struct decimal d, int64_t *value, int *scale)
{
	*scale = decimal_scale(d);
	return *scale <= 8 && decimal_integer(decimal_shift(d, *scale), value) && *value < INT32_MAX && *value > -INT32_MAX;
}

static void by_integers(struct arena *a, struct decimal x, struct decimal y)
{
	int64_t n, m, got;
	int sx, sy, top;
	wide wx, wy;

	if (!small(x, &n, &sx) || !small(y, &m, &sy))
		return;
	top = sx > sy ? sx : sy;
	wx = n * power(top - sx);
	wy = m * power(top - sy);
	must(decimal_compare(x, y) == (wx > wy) - (wx < wy), "their order");
	must(decimal_integer(decimal_shift(decimal_add(a, x, y), top), &got) && got == (int64_t)(wx + wy), "their sum");
	must(decimal_integer(decimal_shift(decimal_multiply(a, x, y), sx + sy), &got) && got == n * m, "their product");
}

static void target(struct arena *a, Str in)
{
	unsigned int how = take(&in);
	Str first = take_text(&in, ' ');
	struct decimal x, y;

	if (!read(a, first, &x))
		return;
	written(a, x);
	sent(a, x);
	rounded(a, x, (int)(how >> 2) % 32 - 16, (enum decimal_rounding)(how & 3));
	if (!read(a, in, &y) || first.len + in.len > 300 || decimal_room(x) + decimal_room(y) > 1000)
		return;
	laws(a, x, y);
	by_integers(a, x, y);
}
