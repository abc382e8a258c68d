/*
 * What every format of statements must do with any text: say the same whatever the pieces in which it comes, and put
 * each record where its place says.  A target defines open_it and next_of_it.
 */
#ifndef FUZZ_ENTRIES_H
#define FUZZ_ENTRIES_H

#include "fuzz.h"

#include "found.h"

#include "format/claims.h"
#include "format/window.h"

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims);
static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e);

#ifndef ENTRIES
#define ENTRIES "statements[*].entries[*]"
#define STATEMENTS "statements[*]"
#endif

struct told {
	Str text;                    /* the rows, or "=" and the error */
	bool failed;
	size_t count;
};

/* offset: what stands before the text and is not of it. */
static inline void hold_place(const struct found *f, Str content)
{
	uint64_t line = 1;

	must(f->offset + f->text.len <= content.len, "a statement lies in the text");
	must_be((Str){content.at + f->offset, f->text.len}, f->text, "a statement's text lies where its place says");
	for (uint64_t i = 0; i < f->offset; i++)
		line += content.at[i] == '\n';
	must(f->line >= line, "an entry begins in line %d, its statement in %d", (int)f->line, (int)line);
	for (size_t i = 0; i < f->text.len; i++)
		line += f->text.at[i] == '\n';
	must(f->line <= line, "an entry begins in line %d, its statement ends in %d", (int)f->line, (int)line);
}

static inline struct told tell(struct arena *a, Str content, const char *rows, const char *wanted, size_t step,
	size_t fill, bool plain)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct told t = {.failed = true};
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	void *reader;

	if (!ask(a, content, step, false, rows, wanted, &asked, &e))
		return t;
	reader = open_it(a, &asked, fill, claims_new(a));
	do {
		t.failed = !next_of_it(reader, a, &founds, &e);
		for (size_t i = 0; !t.failed && i < founds.count; i++, t.count++) {
			put_found(out, &founds.at[i]);
			if (plain)
				hold_place(&founds.at[i], content);
		}
	} while (!t.failed && founds.count > 0);
	if (t.failed) {
		buf_clear(out);
		buf_print(out, "=%s", e.message);
	}
	t.text = buf_str(out);
	return t;
}

/* Whether it is read as it is: neither packed nor of a character set that a mark declares. */
static inline bool is_plain(Str in)
{
	return in.len > 1 && (unsigned char)in.at[0] < 0x80 && in.at[0] != 'P' && in.at[0] != 'B' && in.at[0] != '7'
	    && in.at[1] != '\0' && in.at[0] != '\0' && in.at[0] != 0x1F;
}

static inline void any_text(struct arena *a, Str in, size_t step, size_t fill, const char *wanted)
{
	static const char *const rows[] = {ENTRIES, STATEMENTS};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct told whole = tell(a, in, rows[i], wanted, 0, 0, is_plain(in));
		struct told parts = tell(a, in, rows[i], wanted, step, fill, is_plain(in));

		must(parts.failed == whole.failed, "it fails whole and in pieces alike");
		if (!whole.failed || text_begins(text(ENTRIES), S("statements")))
			must_be(parts.text, whole.text, "what is said in pieces");
	}
}

#endif
