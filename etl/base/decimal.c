#include "base/decimal.h"

static Str without_leading_zeros(Str s)
{
	while (s.len > 0 && s.at[0] == '0')
		s = text_from(s, 1);
	return s;
}

static Str without_trailing_zeros(Str s)
{
	while (s.len > 0 && s.at[s.len - 1] == '0')
		s.len--;
	return s;
}

/* Nearly every decimal is: what was parsed, and what was computed. */
static bool is_normal(const struct decimal *d)
{
	return d->digits.len > 0 && d->digits.at[0] != '0' && d->digits.at[d->digits.len - 1] != '0';
}

/* Every value has one normal form: its digits neither begin nor end with 0, and zero is {"", 0, false}. */
static struct decimal normal(struct decimal d)
{
	size_t length = d.digits.len;

	d.digits = without_trailing_zeros(d.digits);
	d.scale -= (int32_t)(length - d.digits.len);
	d.digits = without_leading_zeros(d.digits);
	if (d.digits.len == 0)
		d = (struct decimal){0};
	return d;
}

/* How many digits stand before the point; negative if zeros come first behind it. */
static int64_t whole_digits(struct decimal d)
{
	return (int64_t)d.digits.len - d.scale;
}

/* What follows the mantissa: nothing, or e and an integer.  Saturates, so that a zero may have any exponent. */
static bool exponent_of(Str s, int64_t *exponent)
{
	bool negative;

	*exponent = 0;
	if (s.len == 0)
		return true;
	if (s.at[0] != 'e' && s.at[0] != 'E')
		return false;
	s = text_from(s, 1);
	negative = s.len > 0 && s.at[0] == '-';
	if (s.len > 0 && (s.at[0] == '-' || s.at[0] == '+'))
		s = text_from(s, 1);
	if (s.len == 0 || text_digits(s) != s.len)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (*exponent < 100000000)
			*exponent = *exponent * 10 + (s.at[i] - '0');
	if (negative)
		*exponent = -*exponent;
	return true;
}

static Str join(struct arena *a, Str head, Str tail)
{
	char *joined = arena_raw(a, head.len + tail.len);

	memcpy(joined, head.at, head.len);
	memcpy(joined + head.len, tail.at, tail.len);
	return (Str){joined, head.len + tail.len};
}

static bool is_long(size_t digits, int64_t scale)
{
	return scale > DECIMAL_MAX_DIGITS || (int64_t)digits - scale > DECIMAL_MAX_DIGITS;
}

/* The decimal of whole.fraction × 10^exponent; false if it is too long. */
static bool assemble(struct arena *a, Str whole, Str fraction, int64_t exponent, struct decimal *d)
{
	int64_t scale;
	Str digits;

	whole = without_leading_zeros(whole);
	fraction = without_trailing_zeros(fraction);
	scale = (int64_t)fraction.len - exponent;
	if (fraction.len == 0) {
		digits = without_trailing_zeros(whole);
		scale -= (int64_t)(whole.len - digits.len);
	} else if (whole.len == 0) {
		digits = without_leading_zeros(fraction);
	} else if (whole.len + fraction.len > (size_t)2 * DECIMAL_MAX_DIGITS) {
		return false;
	} else {
		digits = join(a, whole, fraction);
	}
	if (digits.len == 0) {
		*d = (struct decimal){0};
		return true;
	}
	if (is_long(digits.len, scale))
		return false;
	d->digits = digits;
	d->scale = (int32_t)scale;
	return true;
}

bool decimal_parse(struct arena *a, Str s, struct decimal *d)
{
	bool negative = s.len > 0 && s.at[0] == '-', has_point;
	Str whole, fraction = {"", 0}, rest = s;
	struct decimal parsed = {0};
	int64_t exponent;

	if (s.len > 0 && (s.at[0] == '-' || s.at[0] == '+'))
		rest = text_from(rest, 1);
	whole = text_head(rest, text_digits(rest));
	rest = text_from(rest, whole.len);
	has_point = rest.len > 0 && rest.at[0] == '.';
	if (has_point) {
		rest = text_from(rest, 1);
		fraction = text_head(rest, text_digits(rest));
		rest = text_from(rest, fraction.len);
	}
	if (whole.len + fraction.len == 0 || !exponent_of(rest, &exponent)
	    || !assemble(a, whole, fraction, exponent, &parsed))
		return false;
	parsed.negative = negative && parsed.digits.len > 0;
	*d = parsed;
	return true;
}

struct decimal decimal_of(struct arena *a, int64_t value)
{
	enum { LONGEST = 20 };
	uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	char *digits = arena_raw(a, LONGEST);
	size_t at = LONGEST;

	for (; left > 0; left /= 10)
		digits[--at] = (char)('0' + left % 10);
	return normal((struct decimal){{digits + at, LONGEST - at}, 0, value < 0});
}

int decimal_scale(struct decimal d)
{
	d = normal(d);
	return d.scale > 0 ? d.scale : 0;
}

bool decimal_is_zero(struct decimal d)
{
	return normal(d).digits.len == 0;
}

/* Of two that are normal and not zero, without their signs. */
static int compare_magnitudes(struct decimal a, struct decimal b)
{
	int64_t before_a = whole_digits(a), before_b = whole_digits(b);

	if (before_a != before_b)
		return before_a < before_b ? -1 : 1;
	return text_compare(a.digits, b.digits);
}

static int sign(struct decimal d)
{
	return d.digits.len == 0 ? 0 : d.negative ? -1 : 1;
}

int decimal_compare(struct decimal a, struct decimal b)
{
	int order;

	a = normal(a);
	b = normal(b);
	if (sign(a) != sign(b) || sign(a) == 0)
		return (sign(a) > sign(b)) - (sign(a) < sign(b));
	order = compare_magnitudes(a, b);
	order = (order > 0) - (order < 0);
	return a.negative ? -order : order;
}

struct decimal decimal_negate(struct decimal d)
{
	d = normal(d);
	d.negative = d.digits.len > 0 && !d.negative;
	return d;
}

struct decimal decimal_absolute(struct decimal d)
{
	d.negative = false;
	return d;
}

bool decimal_is_long(struct decimal d)
{
	d = normal(d);
	return is_long(d.digits.len, d.scale);
}

struct decimal decimal_shift(struct decimal d, int places)
{
	d = normal(d);
	if (d.digits.len > 0)
		d.scale -= places;
	return d;
}

/* The digit that counts 10^place. */
static int digit_at(struct decimal d, int64_t place)
{
	int64_t from_right = place + d.scale;

	if (from_right < 0 || from_right >= (int64_t)d.digits.len)
		return 0;
	return d.digits.at[d.digits.len - 1 - (size_t)from_right] - '0';
}

/* x + y, or x − y if subtract, of magnitudes; x is not the smaller one then. */
static struct decimal combine(struct arena *a, struct decimal x, struct decimal y, bool subtract)
{
	int32_t scale = x.scale > y.scale ? x.scale : y.scale;
	int64_t top = whole_digits(x) > whole_digits(y) ? whole_digits(x) : whole_digits(y);
	size_t length = (size_t)(top + scale) + 1;
	char *digits = arena_raw(a, length);
	int carry = 0;

	for (size_t i = 0; i < length; i++) {
		int64_t place = (int64_t)i - scale;
		int other = digit_at(y, place) + carry, sum = digit_at(x, place) + (subtract ? -other : other);

		carry = sum < 0 || sum > 9;
		digits[length - 1 - i] = (char)('0' + (sum + 10) % 10);
	}
	return normal((struct decimal){{digits, length}, scale, x.negative});
}

/* A result lives as long as its arena, also where it is one of the operands, which may be borrowed from a record. */
static struct decimal kept(struct arena *a, struct decimal d)
{
	if (d.digits.len > 0)
		d.digits = text_copy(a, d.digits);
	return d;
}

struct decimal decimal_add(struct arena *a, struct decimal x, struct decimal y)
{
	x = normal(x);
	y = normal(y);
	if (x.digits.len == 0)
		return kept(a, y);
	if (y.digits.len == 0)
		return kept(a, x);
	if (x.negative == y.negative)
		return combine(a, x, y, false);
	return compare_magnitudes(x, y) < 0 ? combine(a, y, x, true) : combine(a, x, y, true);
}

struct decimal decimal_subtract(struct arena *a, struct decimal x, struct decimal y)
{
	return decimal_add(a, x, decimal_negate(y));
}

/* By columns, least first: a column is at most 81 times the length of the shorter number, far inside 64 bits. */
struct decimal decimal_multiply(struct arena *a, struct decimal x, struct decimal y)
{
	size_t length;
	uint64_t column = 0;
	char *digits;

	x = normal(x);
	y = normal(y);
	length = x.digits.len + y.digits.len;
	digits = arena_raw(a, length);
	for (size_t place = 0; place < length; place++) {
		size_t first = place < y.digits.len ? 0 : place - y.digits.len + 1;

		for (size_t i = first; i <= place && i < x.digits.len; i++)
			column += (uint64_t)(x.digits.at[x.digits.len - 1 - i] - '0')
			        * (uint64_t)(y.digits.at[y.digits.len - 1 - (place - i)] - '0');
		digits[length - 1 - place] = (char)('0' + column % 10);
		column /= 10;
	}
	return normal((struct decimal){{digits, length}, x.scale + y.scale, x.negative != y.negative});
}

/* Whether what stands behind scale digits takes the last kept digit away from zero; d is normal and is cut. */
static bool rounds_up(struct decimal d, int scale, enum decimal_rounding how)
{
	int first = digit_at(d, -(int64_t)scale - 1);
	bool more = d.scale > (int64_t)scale + 1;

	switch (how) {
	case ROUND_DOWN:
		return false;
	case ROUND_UP:
		return true;
	case ROUND_HALF_UP:
		return first >= 5;
	case ROUND_HALF_EVEN:
		return first > 5 || (first == 5 && (more || digit_at(d, -(int64_t)scale) % 2 == 1));
	}
	return false;
}

struct decimal decimal_round(struct arena *a, struct decimal d, int scale, enum decimal_rounding how)
{
	int64_t left;
	struct decimal unit, cut;

	d = normal(d);
	if (d.scale <= scale || d.digits.len == 0)
		return kept(a, d);
	left = whole_digits(d) + scale;
	cut = (struct decimal){text_head(d.digits, left > 0 ? (size_t)left : 0), scale, d.negative};
	unit = (struct decimal){S("1"), scale, d.negative};
	return rounds_up(d, scale, how) ? decimal_add(a, cut, unit) : kept(a, normal(cut));
}

static char *put(char *to, Str s)
{
	if (s.len > 0)
		memcpy(to, s.at, s.len);
	return to + s.len;
}

static char *put_zeros(char *to, int64_t count)
{
	memset(to, '0', count > 0 ? (size_t)count : 0);
	return to + (count > 0 ? count : 0);
}

size_t decimal_room(struct decimal d)
{
	size_t zeros = d.scale < 0 ? (size_t)-(int64_t)d.scale : (size_t)d.scale;

	return d.digits.len + zeros + sizeof "-0.";
}

size_t decimal_write(struct decimal d, char *to)
{
	char *end = to;
	int64_t whole;

	if (!is_normal(&d))
		d = normal(d);
	whole = whole_digits(d);
	if (d.negative)
		*end++ = '-';
	if (whole <= 0)
		*end++ = '0';
	end = put(end, text_head(d.digits, whole > 0 ? (size_t)whole : 0));
	end = put_zeros(end, -(int64_t)d.scale);
	if (d.scale > 0) {
		*end++ = '.';
		end = put_zeros(end, -whole);
		end = put(end, text_from(d.digits, whole > 0 ? (size_t)whole : 0));
	}
	return (size_t)(end - to);
}

Str decimal_text(struct arena *a, struct decimal d)
{
	char *out = arena_raw(a, decimal_room(d) + 1);
	size_t length = decimal_write(d, out);

	out[length] = '\0';
	return (Str){out, length};
}

Str decimal_fixed(struct arena *a, struct decimal d, int scale)
{
	int has = decimal_scale(d), missing = scale > has ? scale - has : 0;
	char *out = arena_raw(a, decimal_room(d) + (size_t)missing + 2), *end = out + decimal_write(d, out);

	if (has == 0 && missing > 0)
		*end++ = '.';
	end = put_zeros(end, missing);
	*end = '\0';
	return (Str){out, (size_t)(end - out)};
}

bool decimal_integer(struct decimal d, int64_t *value)
{
	uint64_t sum = 0, limit;

	d = normal(d);
	limit = (uint64_t)INT64_MAX + d.negative;
	if (d.scale > 0 || whole_digits(d) > 19)
		return false;
	for (int64_t place = whole_digits(d) - 1; place >= 0; place--)
		sum = sum * 10 + (uint64_t)digit_at(d, place);
	if (sum > limit)
		return false;
	*value = d.negative ? (int64_t)(0 - sum) : (int64_t)sum;
	return true;
}
