#include "base/decimal.h"

#include "tap.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

__extension__ typedef __int128 wide;

enum { ROUNDS = 20000 };

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static int64_t between(uint64_t *state, int64_t low, int64_t high)
{
	return low + (int64_t)(next(state) % (uint64_t)(high - low + 1));
}

/* Numbers of all lengths, not only long ones. */
static int64_t any(uint64_t *state)
{
	int64_t n = (int64_t)(next(state) >> (1 + next(state) % 63));

	return next(state) % 2 ? n : -n;
}

static wide power(int n)
{
	return n == 0 ? 1 : 10 * power(n - 1);
}

/* value / 10^scale as text, with all its digits: another way than the one under test. */
static Str spell(struct arena *a, wide value, int scale)
{
	char *out = arena_alloc(a, 64), *end = out + 63, *at = end;
	bool negative = value < 0;

	if (negative)
		value = -value;
	for (int i = 0; value > 0 || i <= scale; i++, value /= 10) {
		if (i == scale && scale > 0)
			*--at = '.';
		*--at = (char)('0' + (int)(value % 10));
	}
	if (negative)
		*--at = '-';
	return (Str){at, (size_t)(end - at)};
}

static struct decimal parsed(struct arena *a, Str s)
{
	struct decimal d = {0};

	if (!decimal_parse(a, s, &d))
		ok(false, "parses %.*s", STR(s));
	return d;
}

static struct decimal of_wide(struct arena *a, wide value, int scale)
{
	return parsed(a, spell(a, value, scale));
}

/* Down to scale - cut digits, by integer arithmetic alone. */
static wide rounded(wide value, int cut, enum decimal_rounding how)
{
	wide unit = power(cut), magnitude = value < 0 ? -value : value, kept = magnitude / unit, left = magnitude % unit;
	bool up = (how == ROUND_UP && left > 0) || (how == ROUND_HALF_UP && 2 * left >= unit)
	       || (how == ROUND_HALF_EVEN && (2 * left > unit || (2 * left == unit && kept % 2 == 1)));

	kept += up;
	return value < 0 ? -kept : kept;
}

static bool same(struct decimal a, struct decimal b)
{
	return decimal_compare(a, b) == 0;
}

static void properties(uint64_t seed)
{
	uint64_t state = seed;
	struct arena *a = arena_new(NULL);
	int wrong[6] = {0};

	for (int i = 0; i < ROUNDS; i++) {
		int64_t x = any(&state), y = any(&state), value;
		int sx = (int)between(&state, 0, 12), sy = (int)between(&state, 0, 12), cut = (int)between(&state, 0, sx);
		int top = sx > sy ? sx : sy;
		wide ax = x * power(top - sx), ay = y * power(top - sy);
		struct decimal dx = of_wide(a, x, sx), dy = of_wide(a, y, sy);
		enum decimal_rounding how = (enum decimal_rounding)between(&state, ROUND_HALF_EVEN, ROUND_UP);

		wrong[0] += !same(parsed(a, decimal_text(a, dx)), dx)
		         || !text_is(decimal_fixed(a, dx, sx), x ? spell(a, x, sx) : spell(a, 0, sx));
		wrong[1] += !same(decimal_add(a, dx, dy), of_wide(a, ax + ay, top))
		         || !same(decimal_subtract(a, dx, dy), of_wide(a, ax - ay, top));
		wrong[2] += !same(decimal_multiply(a, dx, dy), of_wide(a, (wide)x * y, sx + sy));
		wrong[3] += !same(decimal_round(a, dx, sx - cut, how), of_wide(a, rounded(x, cut, how), sx - cut));
		wrong[4] += decimal_compare(dx, dy) != (ax > ay) - (ax < ay);
		wrong[5] += !decimal_integer(decimal_of(a, x), &value) || value != x
		         || !same(decimal_shift(decimal_of(a, x), -sx), dx);
		if (i % 256 == 0)
			arena_end(a);
	}
	is_int(wrong[0], 0, "text and back, %d numbers", ROUNDS);
	is_int(wrong[1], 0, "sums and differences");
	is_int(wrong[2], 0, "products");
	is_int(wrong[3], 0, "rounding");
	is_int(wrong[4], 0, "order");
	is_int(wrong[5], 0, "integers and shifts");
	arena_end(a);
	free(a);
}

static void reading(struct arena *a)
{
	static const struct {
		const char *text, *shortest;
	} good[] = {
		{"0", "0"}, {"-0", "0"}, {"-0.00", "0"}, {"+7", "7"}, {"007", "7"}, {".5", "0.5"}, {"5.", "5"},
		{"1.50", "1.5"}, {"1.5", "1.5"}, {"100", "100"}, {"100.00", "100"}, {"-12.50", "-12.5"}, {"0.05", "0.05"},
		{"-.050", "-0.05"}, {"1e3", "1000"}, {"1E+3", "1000"}, {"1.25e1", "12.5"}, {"125e-4", "0.0125"},
		{"0e999999999999", "0"}, {"0.000e-99999", "0"}, {"1000000e-6", "1"}, {"0.001e3", "1"}, {"12.0034", "12.0034"},
		{"9223372036854775808", "9223372036854775808"},
	};
	static const char *const bad[] = {
		"", ".", "-", "+", "-.", "+-1", "--1", " 1", "1 ", "1,5", "1.5.", "1..5", "e5", ".e5", "1e", "1e+", "1e5.0",
		"0x10", "NaN", "Infinity", "1_000", "1e1000", "1e-1001", "1e99999999999999999999", "\xC2\xB2", "1\xC2\xA0.0",
	};
	struct decimal d;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		is_str(decimal_text(a, parsed(a, text(good[i].text))), text(good[i].shortest), "reads %s", good[i].text);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!decimal_parse(a, text(bad[i]), &d), "\"%s\" is no number", bad[i]);
	ok(!decimal_parse(a, (Str){"1\0002", 3}, &d), "a NUL inside is no number");
	ok(decimal_parse(a, S("1e999"), &d), "a thousand digits are a number");
	ok(decimal_parse(a, (Str){NULL, 0}, &d) == false, "no text is no number");
	d = parsed(a, S("-0.0"));
	ok(!d.negative && d.digits.len == 0 && d.scale == 0, "minus zero is zero");
}

static void forms(struct arena *a)
{
	struct decimal by_hand = {S("1500"), 3, false};

	ok(same(parsed(a, S("1.50")), parsed(a, S("1.5"))), "1.50 == 1.5");
	is_int(decimal_scale(parsed(a, S("1.50"))), 1, "1.50 has one digit behind the point");
	is_int(decimal_scale(parsed(a, S("100"))), 0, "100 has none");
	is_int(decimal_scale(by_hand), 1, "trailing zeros do not count");
	is_str(decimal_text(a, by_hand), S("1.5"), "trailing zeros are not written");
	is_str(decimal_fixed(a, parsed(a, S("12.5")), 2), S("12.50"), "fixed adds zeros");
	is_str(decimal_fixed(a, parsed(a, S("12")), 2), S("12.00"), "fixed adds the point");
	is_str(decimal_fixed(a, parsed(a, S("12.345")), 2), S("12.345"), "fixed never rounds");
	is_str(decimal_fixed(a, parsed(a, S("1e3")), 0), S("1000"), "fixed without digits");
	is_str(decimal_fixed(a, parsed(a, S("0")), 3), S("0.000"), "fixed zero");
	is_str(decimal_text(a, decimal_of(a, INT64_MIN)), S("-9223372036854775808"), "the least int64");
	is_str(decimal_text(a, decimal_of(a, 0)), S("0"), "zero of an int64");
	is_str(decimal_text(a, decimal_shift(parsed(a, S("1999")), -2)), S("19.99"), "minor units");
	is_str(decimal_text(a, decimal_shift(parsed(a, S("19.99")), 5)), S("1999000"), "shift up");
	is_str(decimal_text(a, decimal_negate(parsed(a, S("0")))), S("0"), "no negated zero");
	is_str(decimal_text(a, decimal_absolute(parsed(a, S("-3.1")))), S("3.1"), "absolute");
	is_str(decimal_text(a, decimal_subtract(a, parsed(a, S("0.1")), parsed(a, S("0.1")))), S("0"), "x - x is zero");
	is_str(decimal_text(a, decimal_add(a, parsed(a, S("1e3")), parsed(a, S("1e-3")))), S("1000.001"), "far apart");
	is_str(decimal_text(a, decimal_multiply(a, parsed(a, S("-0.5")), parsed(a, S("0")))), S("0"), "times zero");
}

static void rounding(struct arena *a)
{
	static const struct {
		const char *text;
		int scale;
		const char *even, *half_up, *down, *up;
	} rows[] = {
		{"0.125", 2, "0.12", "0.13", "0.12", "0.13"}, {"0.135", 2, "0.14", "0.14", "0.13", "0.14"},
		{"-0.125", 2, "-0.12", "-0.13", "-0.12", "-0.13"}, {"0.1250001", 2, "0.13", "0.13", "0.12", "0.13"},
		{"9.995", 2, "10", "10", "9.99", "10"}, {"0.5", 0, "0", "1", "0", "1"}, {"1.5", 0, "2", "2", "1", "2"},
		{"0.04", 1, "0", "0", "0", "0.1"}, {"0.0004", 1, "0", "0", "0", "0.1"}, {"-0.004", 2, "0", "0", "0", "-0.01"},
		{"150", -2, "200", "200", "100", "200"}, {"50", -2, "0", "100", "0", "100"}, {"7", -3, "0", "0", "0", "1000"},
		{"1.2", 5, "1.2", "1.2", "1.2", "1.2"}, {"0", -2, "0", "0", "0", "0"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *want[] = {rows[i].even, rows[i].half_up, rows[i].down, rows[i].up};
		struct decimal d = parsed(a, text(rows[i].text));

		for (int how = ROUND_HALF_EVEN; how <= ROUND_UP; how++)
			is_str(decimal_text(a, decimal_round(a, d, rows[i].scale, (enum decimal_rounding)how)), text(want[how]),
				"%s to %d digits, way %d", rows[i].text, rows[i].scale, how);
	}
}

static Str repeated(struct arena *a, char digit, size_t count)
{
	char *out = arena_raw(a, count);

	memset(out, digit, count);
	return (Str){out, count};
}

static void long_numbers(struct arena *a)
{
	struct decimal nines = parsed(a, repeated(a, '9', 400)), one = decimal_of(a, 1), square, sum;
	Str got;

	sum = decimal_add(a, nines, one);
	got = decimal_text(a, sum);
	ok(got.len == 401 && got.at[0] == '1' && text_is(text_from(got, 1), repeated(a, '0', 400)), "400 nines and one");
	ok(same(decimal_subtract(a, sum, one), nines), "and back");
	square = decimal_multiply(a, nines, nines);
	ok(same(decimal_add(a, square, decimal_add(a, nines, nines)),
		decimal_subtract(a, decimal_multiply(a, sum, sum), one)), "(x + 1)² - 1 = x² + 2x with 400 digits");
	is_int((int64_t)decimal_text(a, square).len, 800, "the square of 400 nines has 800 digits");
	ok(decimal_parse(a, repeated(a, '7', DECIMAL_MAX_DIGITS), &sum), "as long as may be");
	ok(!decimal_parse(a, repeated(a, '7', DECIMAL_MAX_DIGITS + 1), &sum), "one digit more");
	ok(decimal_parse(a, repeated(a, '0', 5000), &sum) && decimal_is_zero(sum), "5000 zeros are zero");
}

static void integers(struct arena *a)
{
	int64_t n = 0;

	ok(decimal_integer(parsed(a, S("-9223372036854775808")), &n) && n == INT64_MIN, "the least fits");
	ok(decimal_integer(parsed(a, S("9223372036854775807")), &n) && n == INT64_MAX, "the greatest fits");
	ok(!decimal_integer(parsed(a, S("9223372036854775808")), &n), "one more does not");
	ok(!decimal_integer(parsed(a, S("-9223372036854775809")), &n), "one less does not");
	ok(!decimal_integer(parsed(a, S("1e19")), &n), "1e19 does not");
	ok(!decimal_integer(parsed(a, S("1.5")), &n), "no fraction");
	ok(decimal_integer(parsed(a, S("2.00")), &n) && n == 2, "2.00 is 2");
	ok(decimal_integer(parsed(a, S("1e3")), &n) && n == 1000, "1e3 is 1000");
	ok(decimal_integer(parsed(a, S("-0")), &n) && n == 0, "zero");
}

/* A sum outlives the record that its operand was borrowed from. */
static void results_are_kept(struct arena *a)
{
	char record[] = "12345";
	struct decimal borrowed = {{record, 5}, 2, false}, sum = decimal_add(a, (struct decimal){0}, borrowed);
	struct decimal rounded = decimal_round(a, borrowed, 2, ROUND_DOWN);

	memset(record, 'x', 5);
	is_str(decimal_text(a, sum), S("123.45"), "a sum with zero does not borrow");
	is_str(decimal_text(a, rounded), S("123.45"), "nor does what needs no rounding");
}

int main(void)
{
	const char *wanted = getenv("SEED");
	uint64_t seed = wanted ? strtoull(wanted, NULL, 10) : (uint64_t)time(NULL) * 2654435761U + (uint64_t)getpid();
	struct arena *a = arena_new(NULL);

	printf("# SEED=%" PRIu64 "\n", seed);
	reading(a);
	forms(a);
	rounding(a);
	long_numbers(a);
	integers(a);
	results_are_kept(a);
	properties(seed ? seed : 1);
	arena_end(a);
	free(a);
	return done();
}
