/*
 * What every fuzz target stands on: a target is one file with `static void target(struct arena *a, Str in)`, called
 * with each input that libFuzzer makes up.  Beside not crashing it says with `must` what always holds; an input for
 * which it does not is kept, and becomes a file of tests/fuzz/corpus once the fault is mended.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/arena.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void target(struct arena *a, Str in);

static inline __attribute__((format(printf, 2, 3))) void must(bool holds, const char *format, ...)
{
	va_list args;

	if (holds)
		return;
	va_start(args, format);
	fputs("does not hold: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	abort();
}

static inline void must_be(Str got, Str want, const char *what)
{
	must(text_is(got, want), "%s\n  is:      %.*s\n  must be: %.*s", what, STR(got), STR(want));
}

/* The first byte of the input, by which a target chooses; 0 once there is none. */
static inline unsigned int take(Str *in)
{
	unsigned int byte = in->len > 0 ? (unsigned char)in->at[0] : 0;

	*in = text_from(*in, 1);
	return byte;
}

/* Eight of them, as they come. */
static inline uint64_t take_number(Str *in)
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i++)
		n = n << 8 | take(in);
	return n;
}

/* Up to the next byte of the given value. */
static inline Str take_text(Str *in, char end)
{
	Str head, rest;

	text_cut(*in, end, &head, &rest);
	*in = rest;
	return head;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;

	if (!a)
		a = arena_new(NULL);
	target(a, (Str){(const char *)data, size});
	arena_end(a);
	return 0;
}

#endif
