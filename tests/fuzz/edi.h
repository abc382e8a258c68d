/*
 * What the targets of X12 and EDIFACT share: any text says the same whatever the pieces, each row where its place says;
 * and whatever elements are written into a message, they come back as they were, unless its trailer counts otherwise.
 */
#ifndef FUZZ_EDI_H
#define FUZZ_EDI_H

#include "fuzz.h"

#include "edi_read.h"

struct edi_reading {
	struct buf *said;
	bool failed;
	size_t count;
	Str first;                   /* the first cell of the first row */
};

/* Whether offsets are those of the bytes; what is packed or of another character set may fail before it is read. */
static inline bool edi_is_plain(Str in)
{
	return text_begins(in, S("ISA")) || text_begins(in, S("UN"));
}

static inline void edi_read_all(struct arena *a, const struct edi_layout *layout, Str content, size_t step,
	const char *rows, const char *wanted, struct edi_reading *r)
{
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct edi_reader *edi;

	*r = (struct edi_reading){.said = buf_new(a, 1 << 24), .failed = true};
	if (!ask(a, content, step, false, rows, wanted, &asked, &e))
		return;
	edi = edi_reader_new(a, layout, window_new(a, asked.chars, step), &asked.rows, asked.wanted, asked.count,
		claims_new(a));
	do {
		r->failed = !edi_reader_next(edi, a, &founds, &e);
		for (size_t i = 0; !r->failed && i < founds.count; i++, r->count++) {
			const struct found *f = &founds.at[i];
			uint64_t line = 1;

			put_found(r->said, f);
			if (r->count == 0)
				r->first = f->cells[0].text;
			if (!edi_is_plain(content))
				continue;
			must(f->offset + f->text.len <= content.len, "a row lies in the text");
			must_be((Str){content.at + f->offset, f->text.len}, f->text, "a row's text lies where its place says");
			for (uint64_t k = 0; k < f->offset; k++)
				line += content.at[k] == '\n';
			must(f->line >= line, "a row does not begin before its set, in line %d, but %d", (int)line, (int)f->line);
		}
	} while (!r->failed && founds.count > 0);
	buf_print(r->said, "=%s", e.message);
}

static inline void edi_any(struct arena *a, const struct edi_layout *layout, Str in, size_t step, const char *rows,
	const char *wanted)
{
	struct edi_reading whole, parts;

	edi_read_all(a, layout, in, 0, rows, wanted, &whole);
	edi_read_all(a, layout, in, step, rows, wanted, &parts);
	must(whole.failed == parts.failed, "fails whole and in pieces alike");
	if (!whole.failed || edi_is_plain(in))
		must_be(buf_str(parts.said), buf_str(whole.said), "what is said in pieces");
}

/* Bytes that an element may hold, as UTF-8. */
static inline Str edi_writable(struct arena *a, Str bytes, const char *marks)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];

		buf_byte(b, c < ' ' || c > '~' || strchr(marks, c) ? '.' : (char)c);
	}
	return buf_str(b);
}

#endif
