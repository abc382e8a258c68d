/*
 * Test Anything Protocol for the unit tests: each prints one line a check and ends with the plan.  A test program is
 * `int main(void) { …; return done(); }`; done is 0 only if every check passed.
 */
#ifndef UNIT_TAP_H
#define UNIT_TAP_H

#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static int tap_count, tap_failed;

static inline __attribute__((format(printf, 2, 0))) bool tap_line(bool passed, const char *format, va_list args)
{
	tap_count++;
	tap_failed += !passed;
	printf("%s %d - ", passed ? "ok" : "not ok", tap_count);
	vprintf(format, args);
	putchar('\n');
	fflush(stdout);
	return passed;
}

/* A comment line; bytes that would break it are shown as \xNN. */
static inline void tap_show(const char *label, Str s)
{
	printf("#   %s: ", label);
	if (!s.at)
		printf("(none)");
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c < 0x20 || c == 0x7F)
			printf("\\x%02X", c);
		else
			putchar(c);
	}
	putchar('\n');
	fflush(stdout);
}

static inline __attribute__((format(printf, 2, 3))) bool ok(bool passed, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tap_line(passed, format, args);
	va_end(args);
	return passed;
}

static inline __attribute__((format(printf, 3, 4))) bool is_int(int64_t got, int64_t want, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tap_line(got == want, format, args);
	va_end(args);
	if (got != want)
		printf("#   got:  %" PRId64 "\n#   want: %" PRId64 "\n", got, want);
	return got == want;
}

static inline __attribute__((format(printf, 3, 4))) bool is_str(Str got, Str want, const char *format, ...)
{
	bool same = text_is(got, want);
	va_list args;

	va_start(args, format);
	tap_line(same, format, args);
	va_end(args);
	if (!same) {
		tap_show("got ", got);
		tap_show("want", want);
	}
	return same;
}

/* NULL is equal to NULL only. */
static inline __attribute__((format(printf, 3, 4))) bool is_z(const char *got, const char *want, const char *format,
	...)
{
	bool same = got && want ? strcmp(got, want) == 0 : got == want;
	va_list args;

	va_start(args, format);
	tap_line(same, format, args);
	va_end(args);
	if (!same) {
		tap_show("got ", text(got));
		tap_show("want", text(want));
	}
	return same;
}

/* One check that could not be made here, and why. */
static inline void skip(const char *why)
{
	printf("ok %d # SKIP %s\n", ++tap_count, why);
	fflush(stdout);
}

static inline int done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? 1 : 0;
}

#endif
