/*
 * CSV in every dialect: the same records whatever the pieces, each where its place says, and those that a reader says
 * which is too slow and too simple to be wrong in the same way.
 */
#include "fuzz.h"

#include "found.h"

#include "format/csv.h"

enum { MOST = 512 };

struct plain_row {
	size_t start, end, count;
	Str cells[MOST];
	bool is_wrong;
};

struct plain {
	struct arena *a;
	const struct csv_dialect *d;
	Str s;
	size_t at;
	bool is_open;                /* a quote did not close */
};

static struct csv_dialect dialect_of(Str *in)
{
	unsigned int marks = take(in), rows = take(in);
	struct csv_dialect d = {.delimiter = ",;\t|"[marks & 3], .quote = "\"\"'"[marks >> 2 & 3], .newline = '\n'};

	if (marks & 16)
		d.escape = '\\';
	if (marks & 32)
		d.newline = '\r';
	if (marks & 64)
		d.comment = S("#");
	d.header = marks & 128;
	d.skip = rows & 3;
	d.trailer_rows = rows >> 2 & 3;
	if (rows & 16 && d.trailer_rows > 0)
		d.trailer_starts = S("T");
	return d;
}

/* ── the simple reader ── */

static Str unescaped(const struct plain *p, Str s, char mark)
{
	char *out = arena_raw(p->a, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (mark && s.at[i] == mark && i + 1 < s.len)
			i++;
		out[n++] = s.at[i];
	}
	return (Str){out, n};
}


static bool ends_field(const struct plain *p, size_t i)
{
	return i >= p->s.len || p->s.at[i] == p->d->delimiter || p->s.at[i] == p->d->newline;
}

/* From an opening quote to behind its closing one. */
static size_t plain_quoted(struct plain *p, size_t open, Str *cell)
{
	const struct csv_dialect *d = p->d;
	size_t i = open + 1;

	for (; i < p->s.len; i++) {
		bool doubled = !d->escape && p->s.at[i] == d->quote && i + 1 < p->s.len && p->s.at[i + 1] == d->quote;

		if (doubled || (d->escape && p->s.at[i] == d->escape))
			i++;
		else if (p->s.at[i] == d->quote)
			break;
	}
	p->is_open = i >= p->s.len;
	i = i < p->s.len ? i : p->s.len;
	*cell = unescaped(p, (Str){p->s.at + open + 1, i - open - 1}, d->escape ? d->escape : d->quote);
	return i + !p->is_open;
}

static size_t without_cr(const struct plain *p, size_t start, size_t i)
{
	bool ends_row = i >= p->s.len || p->s.at[i] == p->d->newline;

	return ends_row && p->d->newline == '\n' && i > start && p->s.at[i - 1] == '\r' ? i - 1 : i;
}

/* One field; *end is where its row would end, without the CR. */
static size_t plain_field(struct plain *p, struct plain_row *row, size_t start, size_t *end)
{
	const struct csv_dialect *d = p->d;
	Str *cell = &row->cells[row->count++];
	size_t i = start;

	if (d->quote && start < p->s.len && p->s.at[start] == d->quote) {
		size_t after = plain_quoted(p, start, cell);

		for (i = after; !ends_field(p, i); i++)
			;
		*end = without_cr(p, after, i);
		row->is_wrong = row->is_wrong || *end != after;
		return i;
	}
	for (; !ends_field(p, i); i++)
		if (d->escape && p->s.at[i] == d->escape && i + 1 < p->s.len)
			i++;
	i = i < p->s.len ? i : p->s.len;
	*end = without_cr(p, start, i);
	*cell = unescaped(p, (Str){p->s.at + start, *end - start}, d->escape);
	return i;
}

static bool plain_row(struct plain *p, struct plain_row *row)
{
	size_t i = p->at;

	do {
		*row = (struct plain_row){.start = i};
		if (i >= p->s.len)
			return false;
		if (p->d->comment.len > 0 && text_begins(text_from(p->s, i), p->d->comment)) {
			i += text_find_byte(text_from(p->s, i), p->d->newline) + 1;
			continue;
		}
		for (bool more = true; more && row->count < MOST; i += more) {
			i = plain_field(p, row, i, &row->end);
			more = !p->is_open && i < p->s.len && p->s.at[i] == p->d->delimiter;
		}
		i++;
	} while (row->count != 1 || row->end > row->start ? row->count == 0 : true);
	p->at = i;
	return true;
}

struct plain_file {
	struct plain_row *rows;
	size_t count, header, trailer, columns, named;
	bool may_fail, fails;
};

static bool is_odd(const struct plain *p, const struct plain_row *row, char also)
{
	Str s = {p->s.at + row->start, row->end - row->start};

	return row->is_wrong || memchr(s.at, '\0', s.len) || !text_is_utf8(s, NULL) || (also && memchr(s.at, also, s.len));
}

/* From the row's first byte that is not blank; a tab that ends an empty field is none. */
static Str beginning(const struct plain *p, const struct plain_row *row)
{
	Str s = {p->s.at + row->start, row->end - row->start};

	while (s.len > 0 && byte_is_blank(s.at[0]) && s.at[0] != p->d->delimiter)
		s = text_from(s, 1);
	return s;
}

static void find_trailer(const struct plain *p, struct plain_file *f)
{
	size_t first = f->count;

	f->trailer = p->d->trailer_rows < f->count - f->header ? f->count - p->d->trailer_rows : f->header;
	if (p->d->trailer_rows > 0 && p->d->trailer_starts.len > 0) {
		for (size_t i = f->count; i > f->header; i--) {
			Str begin = beginning(p, &f->rows[i - 1]);
			bool is_quoted = p->d->quote && begin.len > 0 && begin.at[0] == p->d->quote;

			if (text_begins(is_quoted ? text_trim(text_from(begin, 1)) : begin, p->d->trailer_starts))
				first = i - 1;
		}
		f->trailer = first;
	}
	f->fails = f->fails || f->count - f->trailer != p->d->trailer_rows;
}

/* What a workbook or a page begins with is no header. */
static bool is_foreign(Str s)
{
	return text_begins(s, S("<?xml")) || text_begins(s, S("\xD0\xCF\x11\xE0"))
	    || text_begins(s, S("application/vnd.oasis.opendocument"));
}

static void plain_read(struct plain *p, struct plain_file *f, bool has_mark)
{
	struct plain_row *row = arena_new_of(p->a, struct plain_row);
	const struct plain_row *first;

	for (uint64_t i = 0; i < p->d->skip; i++)
		p->at += text_find_byte(text_from(p->s, p->at), p->d->newline) + 1;
	while (plain_row(p, row)) {
		f->rows = arena_grow(p->a, f->rows, f->count, sizeof *row);
		f->rows[f->count++] = *row;
	}
	f->fails = p->is_open || (p->d->header && f->count == 0 && (p->s.len > 0 || has_mark));
	f->header = p->d->header && f->count > 0;
	find_trailer(p, f);
	first = f->header || f->trailer > 0 ? &f->rows[0] : NULL;
	f->columns = f->named = first ? first->count : 0;
	if (!f->header)
		return;
	f->fails = f->fails || is_foreign(text_from(p->s, first->start));
	f->may_fail = is_odd(p, first, '\r');
	while (f->named > 0 && text_trim(first->cells[f->named - 1]).len == 0)
		f->named--;
}

/* ── the two of them ── */

struct reading {
	struct buf *said;
	bool failed;
	size_t count;
};

static void hold(const struct plain *p, const struct plain_file *f, const struct found *found, uint64_t start)
{
	const struct plain_row *row = &f->rows[found->record - 1 + f->header];
	bool is_wrong = is_odd(p, row, 0) || row->count > f->columns || row->count < f->named;

	must(found->offset == start + row->start, "a record begins at %zu", row->start);
	must(found->text.len == row->end - row->start, "a record has %zu bytes", row->end - row->start);
	must(is_wrong == (found->fault != NULL), "record %zu is %s: %s", (size_t)found->record,
		is_wrong ? "wrong" : "right", found->fault ? found->fault : "(no fault)");
	for (size_t i = 0; !row->is_wrong && i < row->count; i++)
		must_be(found->cells[i].text, row->cells[i], "a cell");
}

static void place(const struct found *f, Str s, uint64_t start, char newline)
{
	uint64_t line = 1;

	must(f->offset >= start && f->offset + f->text.len <= start + s.len, "a record lies in the text");
	must_be((Str){s.at + (f->offset - start), f->text.len}, f->text, "a record's text lies where its place says");
	for (uint64_t i = 0; i < f->offset - start; i++)
		line += s.at[i] == newline;
	must(f->line == line, "a record begins in line %d, not %d", (int)line, (int)f->line);
}

static void read_all(struct arena *a, Str content, size_t step, size_t fill, const struct csv_dialect *d,
	const struct plain *p, const struct plain_file *f, struct reading *r)
{
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct csv *csv;

	*r = (struct reading){.said = buf_new(a, 1 << 24)};
	if (!ask(a, content, step, false, NULL, "", &asked, &e))
		return;
	csv = csv_new(a, d, window_new(a, asked.chars, fill), asked.wanted, asked.count);
	do {
		r->failed = !csv_next(csv, a, &founds, &e);
		for (size_t i = 0; !r->failed && i < founds.count; i++, r->count++) {
			put_found(r->said, &founds.at[i]);
			must(founds.at[i].record == r->count + 1, "records are counted");
			place(&founds.at[i], p->s, chars_start(asked.chars), d->newline);
			if (!f->fails)
				hold(p, f, &founds.at[i], chars_start(asked.chars));
		}
	} while (!r->failed && founds.count > 0);
	buf_print(r->said, "=%s", e.message);
}

/* The text as the reader sees it: unpacked, of one character set; false if there is none. */
static bool text_of(struct arena *a, Str content, struct buf *to, uint64_t *start)
{
	struct err e = {0};
	struct asked asked;
	Str chunk;

	if (!ask(a, content, 0, false, NULL, "", &asked, &e))
		return false;
	do {
		if (!chars_next(asked.chars, &chunk, &e))
			return false;
		buf_add(to, chunk);
	} while (chunk.len > 0);
	*start = chars_start(asked.chars);
	return true;
}

static void target(struct arena *a, Str in)
{
	struct csv_dialect d = dialect_of(&in);
	size_t step = 1 + take(&in) % 16, fill = 1 + take(&in) % 80;
	struct buf *seen = buf_new(a, 1 << 24);
	struct plain p = {.a = a, .d = &d};
	struct plain_file f = {0};
	struct reading whole, parts;
	uint64_t start;

	if (!text_of(a, in, seen, &start) || seen->len > MOST)
		return;
	p.s = buf_str(seen);
	plain_read(&p, &f, start > 0);
	read_all(a, in, 0, 0, &d, &p, &f, &whole);
	read_all(a, in, step, fill, &d, &p, &f, &parts);
	must_be(buf_str(parts.said), buf_str(whole.said), "what is said in pieces");
	if (f.fails || f.may_fail)
		must(whole.failed || !f.fails, "the simple reader fails");
	else
		must(!whole.failed && whole.count == f.trailer - f.header, "%zu records, not %zu: %.*s",
			f.trailer - f.header, whole.count, STR(buf_str(whole.said)));
}
