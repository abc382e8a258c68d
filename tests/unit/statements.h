/*
 * What must hold of every format of statements: the same records whatever the pieces in which the text comes, each
 * where its place says; and of a text that is cut off anywhere either all entries or an error.
 */
#ifndef UNIT_STATEMENTS_H
#define UNIT_STATEMENTS_H

#include "found.h"

#include "format/claims.h"
#include "format/window.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

/* The format under test: each program defines the two. */
static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims);
static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e);

/* The text stands where the place says; the line is one of it. */
static inline void put_statement_place(struct buf *out, Str content, const struct found *f)
{
	uint64_t first = 1, last;

	if (f->offset + f->text.len > content.len || memcmp(content.at + f->offset, f->text.at, f->text.len))
		buf_add(out, S("(wrong place)"));
	for (uint64_t k = 0; k < f->offset; k++)
		first += content.at[k] == '\n';
	last = first;
	for (size_t k = 0; k < f->text.len; k++)
		last += f->text.at[k] == '\n';
	if (f->line < first || f->line > last)
		buf_print(out, "(line %d, not from %d to %d)", (int)f->line, (int)first, (int)last);
}

#ifndef ENTRIES
#define ENTRIES "statements[*].entries[*]"
#define STATEMENTS "statements[*]"
#define AMOUNT "amount"
#endif

struct told {
	Str text;                    /* the rows, or "=" and the error */
	Str claims;                  /* "name=figure;" */
	bool failed;
};

static inline struct told tell(struct arena *a, Str content, const char *rows, const char *wanted, size_t fill)
{
	struct buf *out = buf_new(a, 1 << 24), *held = buf_new(a, 1 << 20);
	struct claims *claims = claims_new(a);
	struct told t = {0};
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	void *reader;

	if (!ask(a, content, fill, false, rows, wanted, &asked, &e))
		return (struct told){.text = text_copy(a, text(e.message)), .failed = true};
	reader = open_it(a, &asked, fill, claims);
	do {
		struct arena *batch = arena_new(a);

		t.failed = !next_of_it(reader, batch, &founds, &e);
		for (size_t i = 0; !t.failed && i < founds.count; i++) {
			put_found(out, &founds.at[i]);
			put_statement_place(out, content, &founds.at[i]);
		}
		arena_end(batch);
	} while (!t.failed && founds.count > 0);
	if (t.failed) {
		buf_clear(out);
		buf_print(out, "=%s", e.message);
	}
	for (size_t i = 0; i < claims->count; i++)
		buf_print(held, "%.*s=%.*s;", STR(claims->at[i].name), STR(claims->at[i].stated));
	t.text = buf_str(out);
	t.claims = buf_str(held);
	return t;
}

static inline void gives(const char *rows, const char *wanted, Str content, const char *want, const char *name)
{
	size_t fills[] = {0, 1, 2, 3, 5, 7, 64, 67};

	for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
		struct arena *a = arena_new(NULL);
		struct told t = tell(a, content, rows, wanted, fills[i]);

		if (!text_is(t.text, text(want)) || i + 1 == sizeof fills / sizeof *fills)
			is_str(t.text, text(want), "%s (window of %zu)", name, fills[i]);
		arena_end(a);
		free(a);
	}
}

static inline void holds(Str content, const char *want, const char *name)
{
	struct arena *a = arena_new(NULL);

	is_str(tell(a, content, STATEMENTS, "", 0).claims, text(want), "%s", name);
	arena_end(a);
	free(a);
}

/* The text with something else in the place of a part of it. */
static inline Str with(struct arena *a, Str s, const char *part, const char *other)
{
	size_t at = text_find(s, text(part));

	if (at == s.len) {
		printf("Bail out! the text has no %s\n", part);
		exit(1);
	}
	return text(arena_print(a, "%.*s%s%.*s", (int)at, s.at, other, (int)(s.len - at - strlen(part)),
		s.at + at + strlen(part)));
}

static inline void fails(Str content, const char *part, const char *other, const char *want, const char *name)
{
	struct arena *a = arena_new(NULL);

	gives(ENTRIES, AMOUNT, with(a, content, part, other), arena_print(a, "=%s", want), name);
	arena_end(a);
	free(a);
}

/* Cut off anywhere, it gives all of its entries or an error. */
static inline void cut_anywhere(Str content, const char *wanted, const char *name)
{
	struct arena *a = arena_new(NULL);
	Str all = text_copy(a, tell(a, content, ENTRIES, wanted, 0).text);
	size_t silent = 0;

	for (size_t n = 0; n < content.len; n++) {
		struct arena *each = arena_new(NULL);
		struct told t = tell(each, text_head(content, n), ENTRIES, wanted, 0);

		if (!t.failed && !text_is(t.text, all)) {
			silent++;
			printf("#   cut off at byte %zu without a word\n", n);
		}
		arena_end(each);
		free(each);
	}
	is_int((int64_t)silent, 0, "%s: cut off anywhere, it gives all of its entries or an error", name);
	arena_end(a);
	free(a);
}

/* As many samples as there are, each read as is said of it: rows and fields, or the error. */
struct sample {
	const char *path, *wanted, *want;
};

static inline void samples(const char *rows, const struct sample *s, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *a = arena_new(NULL);
		char *path = arena_print(a, "../shared/samples/%s", s[i].path), *bytes = arena_alloc(a, 1 << 20);
		FILE *f = fopen(path, "r");

		if (f) {
			Str content = {bytes, fread(bytes, 1, 1 << 20, f)};

			fclose(f);
			is_str(tell(a, content, rows, s[i].wanted, 0).text, text(s[i].want), "%s", s[i].path);
		} else {
			skip("the published samples are not here");
		}
		arena_end(a);
		free(a);
	}
}

#endif
