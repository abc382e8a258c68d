/*
 * Exact decimals of any length.  A decimal is its digits and the place of the point: value = ±digits × 10^-scale.
 * Digits are ASCII text without leading zeros ("" is zero), borrowed from where they were read or kept in an arena,
 * so that parsing allocates nothing and no float ever holds an amount.  1.50 and 1.5 are equal and have the same
 * canonical text; minus zero is zero.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/arena.h"
#include "base/text.h"

/* No number is read that is longer than this, before or behind the point (Postgres numeric holds 16383 behind it);
 * what is computed from those that were read is exact, however long. */
enum { DECIMAL_MAX_DIGITS = 1000 };

struct decimal {
	Str digits;
	int32_t scale;
	bool negative;
};

/* HALF_UP takes the half away from zero, DOWN is towards zero, UP away from it: for both signs alike. */
enum decimal_rounding { ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_DOWN, ROUND_UP };

/* Reads [+-]digits[.digits][e[+-]digits], nothing around it; false if s is anything else or too long.  ".5" and "5."
 * are numbers, "." and "" are not.  If the text has a point in the middle, the digits are copied into the arena. */
bool decimal_parse(struct arena *a, Str s, struct decimal *d);

struct decimal decimal_of(struct arena *a, int64_t value);

/* Digits behind the point once trailing zeros are gone: 1.50 has 1, 100 has 0. */
int decimal_scale(struct decimal d);

bool decimal_is_zero(struct decimal d);
int decimal_compare(struct decimal a, struct decimal b);

struct decimal decimal_negate(struct decimal d);
struct decimal decimal_absolute(struct decimal d);

/* Whether it is longer than what decimal_parse takes; what was computed may be. */
bool decimal_is_long(struct decimal d);

/* d × 10^places, exact; places within ±10000. */
struct decimal decimal_shift(struct decimal d, int places);

/* These live as long as the arena, whatever their operands were borrowed from. */
struct decimal decimal_add(struct arena *a, struct decimal x, struct decimal y);
struct decimal decimal_subtract(struct arena *a, struct decimal x, struct decimal y);
struct decimal decimal_multiply(struct arena *a, struct decimal x, struct decimal y);
/* To scale digits behind the point; a negative scale rounds to tens, hundreds … */
struct decimal decimal_round(struct arena *a, struct decimal d, int scale, enum decimal_rounding how);

/* The shortest text: "-12.5", "0", "100"; never an exponent. */
Str decimal_text(struct arena *a, struct decimal d);

/* The same text written to a place of the caller's, without a NUL: at most decimal_room(d) bytes; how many were. */
size_t decimal_room(struct decimal d);
size_t decimal_write(struct decimal d, char *to);

/* With exactly scale digits behind the point if d needs no more, else as decimal_text: "12.50". */
Str decimal_fixed(struct arena *a, struct decimal d, int scale);

/* Fits int64 and has no fraction. */
bool decimal_integer(struct decimal d, int64_t *value);

#endif
