#include "tap.h"
#include "workbook.h"

#include "base/file.h"
#include "report/sheet.h"

#include <stdlib.h>

/*
 * Workbooks that are written, read again by what reads those of others: texts that XML or a spreadsheet would take for
 * something else, numbers and moments, names of sheets, and more rows than a sheet has.  With SHEET_FILE=path the first
 * of them is kept, for tests/report/workbook, which looks at it with another program's eyes.
 */

enum { WORKBOOK_LIMIT = 64 << 20 };

struct made {
	struct arena *a;
	struct output *out;
	struct workbook *w;
};

static struct made begin(struct arena *a)
{
	struct made m = {.a = a, .out = output_into(a, buf_new(a, WORKBOOK_LIMIT))};
	struct err e = {0};
	struct zone *zone;

	ok(zone_open(a, S("Europe/Berlin"), &zone, &e), "a zone: %s", e.message);
	m.w = workbook_new(a, m.out, locale_find(S("de-DE")), zone);
	return m;
}

static Str end(struct made *m)
{
	struct err e = {0};

	ok(workbook_end(m->w, &e) && !buf_is_over(m->out->b), "a workbook is written: %s", e.message);
	return buf_str(m->out->b);
}

static struct texts titles(struct arena *a, const char *first, const char *second)
{
	struct texts all = {0};

	texts_add(a, &all, text(first));
	texts_add(a, &all, text(second));
	return all;
}

/* ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const struct {
	const char *put, *read;
} texts_put[] = {
	{"=1+1", "=1+1"}, {"+49 30", "+49 30"}, {"@SUM(A1)", "@SUM(A1)"}, {"0012", "0012"}, {" a  b ", " a  b "},
	{"a\nb", "\"a\nb\""}, {"<b> & \"c\"", "\"<b> & \"\"c\"\"\""},
	{"bell\x07", "bell\x07"}, {"_x0041_", "_x0041_"}, {"_x005F_", "_x005F_"}, {"_x0041\x01", "_x0041\x01"},
	{"__x00e9_", "__x00e9_"}, {"_x004_", "_x004_"}, {"_x0041", "_x0041"}, {"\xEF\xBF\xBE.", "\xEF\xBF\xBE."},
	{"\xEF\xBF\xBD", "\xEF\xBF\xBD"}, {"\xF0\x9F\x99\x82", "\xF0\x9F\x99\x82"},
};

enum { TEXTS = sizeof texts_put / sizeof *texts_put };

static void text_rows(struct sheet *s, const struct texts *t)
{
	sheet_titles(s, t);
	for (size_t i = 0; i < TEXTS; i++) {
		sheet_text(s, text(texts_put[i].put));
		sheet_prose(s, S("x"));
		sheet_row_end(s);
	}
}

static void number(struct sheet *s, struct arena *a, const char *plain, const char *currency)
{
	struct decimal d;

	ok(decimal_parse(a, text(plain), &d), "a number is put");
	sheet_amount(s, d, text(currency));
	sheet_text(s, text(plain));
	sheet_row_end(s);
}

static void number_rows(struct sheet *s, struct arena *a, const struct texts *t)
{
	static const struct { const char *plain, *currency; } all[] = {
		{"1249.9", "EUR"}, {"120000", "JPY"}, {"-0.35", "EUR"}, {"12.345", "TND"}, {"12.345", "EUR"}, {"0", "EUR"},
		{"999999999999999", ""}, {"9999999999999.99", "EUR"}, {"12345678901234567.89", "EUR"},
		{"-99999999999999.99", "EUR"}, {"1200000000000000000", ""}, {"0.00000000000000000012", ""}, {"1e400", ""},
	};

	sheet_bold(s, S("above the table"));
	sheet_row_end(s);
	sheet_titles(s, t);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		number(s, a, all[i].plain, all[i].currency);
	sheet_number(s, 4500000000001);
	sheet_count(s, -7);
	sheet_row_end(s);
}

static void moment(struct sheet *s, const char *at)
{
	instant t = INSTANT_NONE;

	ok(*at == 0 || instant_parse(text(at), &t), "%s is a moment", at);
	sheet_moment(s, t);
	sheet_text(s, text(at));
	sheet_row_end(s);
}

static void date_row(struct sheet *s, const char *day)
{
	date d = DATE_NONE;

	ok(*day == 0 || date_parse(text(day), &d), "%s is a day", day);
	sheet_date(s, d);
	sheet_text(s, text(day));
	sheet_row_end(s);
}

static void moment_rows(struct sheet *s, const struct texts *t)
{
	static const char *const moments[] = {"2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-25T00:30:00Z",
		"2026-10-25T01:30:00Z", "2026-03-31T22:15:01.999999Z", "1899-12-31T12:00:00Z", "2026-03-31T21:59:59Z", ""};
	static const char *const days[] = {"2026-03-31", "1900-03-01", "1900-02-28", "9999-12-31", "0001-01-01", ""};

	sheet_titles(s, t);
	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
		moment(s, moments[i]);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		date_row(s, days[i]);
}

static Str cells(struct arena *a)
{
	struct made m = begin(a);
	struct texts t = titles(a, "text", "x"), n = titles(a, "number", "as put"), d = titles(a, "moment", "as put");
	struct sheet *of_text = sheet_new(m.w, S("Texts"), 1), *of_number = sheet_new(m.w, S("Numbers"), 0);
	struct sheet *of_moment = sheet_new(m.w, S("Moments"), 2);

	text_rows(of_text, &t);
	sheet_open(of_text);
	text_rows(of_text, &t);
	sheet_end(of_text);
	number_rows(of_number, a, &n);
	sheet_open(of_number);
	number_rows(of_number, a, &n);
	sheet_end(of_number);
	moment_rows(of_moment, &d);
	sheet_open(of_moment);
	moment_rows(of_moment, &d);
	sheet_end(of_moment);
	return end(&m);
}

static void test_texts(struct arena *a, Str written)
{
	struct buf *want = buf_new(a, 1 << 20);

	buf_print(want, "text,x\r");
	for (size_t i = 0; i < TEXTS; i++)
		buf_print(want, "%s,x\r", texts_put[i].read);
	is_str(sheet_read(a, written, 0, "Texts"), buf_str(want), "texts come back as they were");
}

static void test_numbers(struct arena *a, Str written)
{
	struct buf *long_one = buf_new(a, 1000);

	buf_byte(long_one, '1');
	for (int i = 0; i < 400; i++)
		buf_byte(long_one, '0');
	is_str(sheet_read(a, written, 0, "Numbers"), text(arena_print(a, "above the table\rnumber,as put\r1249.90,1249.9\r"
		"120000,120000\r-0.35,-0.35\r12.345,12.345\r12.345,12.345\r0.00,0\r999999999999999,999999999999999\r"
		"9999999999999.99,9999999999999.99\r12345678901234567.89,12345678901234567.89\r"
		"-99999999999999.99,-99999999999999.99\r1200000000000000000,1200000000000000000\r"
		"0.00000000000000000012,0.00000000000000000012\r%.*s,1e400\r4500000000001,-7\r", STR(buf_str(long_one)))),
		"numbers have the digits that they had");
	is_str(sheet_read(a, written, 0, "Moments"), S("moment,as put\r2026-03-29T01:59:59,2026-03-29T00:59:59Z\r"
		"2026-03-29T03:00:00,2026-03-29T01:00:00Z\r2026-10-25T02:30:00,2026-10-25T00:30:00Z\r"
		"2026-10-25T02:30:00,2026-10-25T01:30:00Z\r2026-04-01T00:15:01,2026-03-31T22:15:01.999999Z\r"
		"1899-12-31T13:00:00+01:00,1899-12-31T12:00:00Z\r2026-03-31T23:59:59,2026-03-31T21:59:59Z\r\r"
		"2026-03-31,2026-03-31\r1900-03-01,1900-03-01\r1900-02-28,1900-02-28\r9999-12-31,9999-12-31\r"
		"0001-01-01,0001-01-01\r\r"), "moments are those of the clock in the zone");
}

/* ── what does not fit ─────────────────────────────────────────────────────────────────────────────────────────── */

/* A character that is two of UTF-16, where the cut would halve it. */
static void test_cut(struct arena *a)
{
	enum { LONG = 40000, MOST = 32767 };
	struct made m = begin(a);
	struct texts t = titles(a, "text", "x");
	struct sheet *s = sheet_new(m.w, S("Long"), 0);
	struct buf *b = buf_new(a, 1 << 20), *fits = buf_new(a, 1 << 20);
	Str got, line, rest;

	for (int i = 0; i < LONG / 2; i++)
		buf_add(b, S("\xF0\x9F\x99\x82"));
	for (int i = 0; i < MOST; i++)
		buf_byte(fits, '<');
	sheet_titles(s, &t);
	sheet_open(s);
	sheet_titles(s, &t);
	sheet_text(s, buf_str(b));
	sheet_row_end(s);
	sheet_text(s, buf_str(fits));
	sheet_row_end(s);
	sheet_end(s);
	got = sheet_read(a, end(&m), 0, "Long");
	text_cut(got, '\r', &line, &rest);
	text_cut(rest, '\r', &line, &rest);
	is_int((int64_t)workbook_length(line), MOST, "a cell has no more characters than Excel lets it have, and a comma");
	ok(text_ends(line, S("\xF0\x9F\x99\x82 \xE2\x80\xA6 (cut off: 40000 characters),")), "and says that it was cut");
	text_cut(rest, '\r', &line, &rest);
	is_int((int64_t)line.len, MOST + 1, "what fits is whole");
}

static void test_sheet_names(struct arena *a)
{
	static const struct { const char *wanted, *name; } all[] = {
		{"Orders", "Orders"}, {"ORDERS", "ORDERS (2)"}, {"orders", "orders (3)"},
		{"a/b:c*d?e[f]g\\h", "a_b_c_d_e_f_g_h"},
		{"History", "History (2)"}, {"'quoted'", "_quoted_"}, {"", "Sheet"}, {"it's", "it's"}, {"<&>", "<&>"},
		{"What it consists of, in a long name", "What it consists of, in a long "},
		{"What it consists of, in a long word", "What it consists of, in a l (2)"},
		{"Thirty characters of ASCII, 3\xF0\x9F\x99\x82", "Thirty characters of ASCII, 3\xF0\x9F\x99\x82"},
		{"Thirty characters of ASCII, 30\xF0\x9F\x99\x82", "Thirty characters of ASCII, 30"},
	};
	struct made m = begin(a);
	struct texts t = titles(a, "text", "x");
	Str written;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct sheet *s = sheet_new(m.w, text(all[i].wanted), 0);

		sheet_titles(s, &t);
		sheet_open(s);
		sheet_titles(s, &t);
		sheet_text(s, text(all[i].wanted));
		sheet_row_end(s);
		sheet_end(s);
		is_str(m.w->sheets[i].name, text(all[i].name), "a sheet for \"%s\"", all[i].wanted);
	}
	written = end(&m);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		ok(text_begins(sheet_read(a, written, 0, all[i].name), S("text,x\r")), "\"%s\" is found by its name",
			all[i].name);
}

/* As many rows as a sheet has, and two more. */
static void test_rows(struct arena *a)
{
	enum { ROWS = 1048576 };
	struct made m = begin(a);
	struct texts t = titles(a, "n", "");
	struct sheet *s = sheet_new(m.w, S("Many"), 0);
	Str got;

	t.count = 1;
	sheet_titles(s, &t);
	sheet_open(s);
	sheet_titles(s, &t);
	for (int64_t n = 1; n <= ROWS + 1; n++) {
		sheet_number(s, n);
		sheet_row_end(s);
	}
	sheet_end(s);
	is_int((int64_t)m.w->sheet_count, 2, "a further sheet is begun");
	is_str(m.w->sheets[0].filter, S("$A$1:$A$1048576"), "when the first is full");
	is_str(m.w->sheets[1].filter, S("$A$1:$A$3"), "with what is left");
	got = end(&m);
	is_str(sheet_read(a, got, 0, "Many (2)"), S("n\r1048576\r1048577\r"), "and its own titles");
}

int main(void)
{
	struct arena *a = arena_new(NULL);
	const char *kept = getenv("SHEET_FILE");
	struct err e = {0};
	Str written = cells(a);

	test_texts(a, written);
	test_numbers(a, written);
	is_str(written, cells(a), "the same bytes a second time");
	if (kept)
		ok(file_write(kept, written, &e), "kept: %s", e.message);
	test_cut(a);
	test_sheet_names(a);
	/* Whoever only wants the first need not wait for a million rows. */
	if (!kept)
		test_rows(a);
	arena_end(a);
	free(a);
	return done();
}
