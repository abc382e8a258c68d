/*
 * Reads EDI for tests, in pieces of any size: what was found, or "=" and the message.
 */
#ifndef UNIT_EDI_READ_H
#define UNIT_EDI_READ_H

#include "found.h"

#include "format/edi.h"

#include <stdlib.h>

static inline Str edi_rendered(struct arena *a, const struct edi_layout *layout, Str content, const char *rows,
	const char *wanted, size_t step, struct claims *claims)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct edi_reader *edi;

	if (!ask(a, content, step, false, rows, wanted, &asked, &e))
		return text_copy(a, text(e.message));
	edi = edi_reader_new(a, layout, window_new(a, asked.chars, step), &asked.rows, asked.wanted, asked.count, claims);
	do {
		struct arena *batch = arena_new(a);

		if (!edi_reader_next(edi, batch, &founds, &e)) {
			buf_clear(out);
			buf_print(out, "=%s %s", e.kind == ERR_INCOMPLETE ? "incomplete" : "format", e.message);
			break;
		}
		for (size_t i = 0; i < founds.count; i++) {
			const struct found *f = &founds.at[i];

			put_found(out, f);
			if (f->offset + f->text.len > content.len || memcmp(content.at + f->offset, f->text.at, f->text.len))
				buf_add(out, S("(wrong place)"));
		}
		arena_end(batch);
	} while (founds.count > 0);
	return buf_str(out);
}

static inline void edi_gives(const struct edi_layout *layout, const char *rows, const char *wanted, Str content,
	const char *want, const char *name)
{
	static const size_t steps[] = {0, 1, 2, 3, 7, 64};
	size_t count = sizeof steps / sizeof *steps;

	for (size_t i = 0; i < count; i++) {
		struct arena *a = arena_new(NULL);
		Str got = edi_rendered(a, layout, content, rows, wanted, steps[i], claims_new(a));

		if (!text_is(got, text(want)) || i + 1 == count)
			is_str(got, text(want), "%s (pieces of %zu)", name, steps[i]);
		arena_end(a);
		free(a);
	}
}

static inline void edi_refuses(const struct edi_layout *layout, const char *rows, Str content, const char *part,
	const char *name)
{
	struct arena *a = arena_new(NULL);
	Str got = edi_rendered(a, layout, content, rows, "@control", 5, claims_new(a));

	if (!ok(got.len > 0 && got.at[0] == '=' && text_find(got, text(part)) < got.len, "%s", name))
		tap_show("got", got);
	arena_end(a);
	free(a);
}

/* Every beginning of a whole file but itself is refused; only blanks may be lacking at its end, and `mark`. */
static inline void edi_cut(const struct edi_layout *layout, const char *rows, Str whole, size_t optional)
{
	size_t taken = 0;

	for (size_t n = 0; n + optional < whole.len; n++) {
		struct arena *a = arena_new(NULL);
		Str got = edi_rendered(a, layout, text_head(whole, n), rows, "@control", 0, claims_new(a));

		taken += got.len == 0 || got.at[0] != '=';
		arena_end(a);
		free(a);
	}
	is_int((int64_t)taken, 0, "no beginning of a file of %zu bytes is taken for all of it", whole.len);
}

/* One byte is changed after the other: whatever it says, nothing crashes. */
static inline void edi_flipped(const struct edi_layout *layout, const char *rows, Str whole)
{
	size_t failed = 0;

	for (size_t i = 0; i < whole.len; i++) {
		struct arena *a = arena_new(NULL);
		char *copy = text_z(a, whole);
		Str one, parts;

		copy[i] = (char)(copy[i] ^ (i % 2 ? 0x11 : 0x03));
		one = edi_rendered(a, layout, (Str){copy, whole.len}, rows, "@control", 0, claims_new(a));
		parts = edi_rendered(a, layout, (Str){copy, whole.len}, rows, "@control", 3, claims_new(a));
		failed += !text_is(one, parts);
		arena_end(a);
		free(a);
	}
	is_int((int64_t)failed, 0, "what is said of damaged files does not depend on the pieces");
}

#endif
