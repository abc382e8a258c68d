/*
 * What is near a limit, or over it: quotes and ends of lines on every byte of a buffer's edge, fields and texts that
 * are too long, numbers of hundreds of digits, depth.
 */
#include "found.h"

#include "format/csv.h"
#include "format/json_read.h"
#include "format/xml.h"

#include <stdlib.h>

static const struct csv_dialect plain = {.delimiter = ',', .quote = '"', .newline = '\n', .header = true};

/* The rows as "[a|b]", a long cell as its length; then "=" and the error. */
static Str rows_of(struct arena *a, Str content, const struct csv_dialect *d, size_t step, size_t fill)
{
	struct buf *out = buf_new(a, 1 << 20);
	struct err e = {0};
	struct founds founds = {0};
	struct asked asked;
	struct csv *csv;
	bool good = ask(a, content, step, false, NULL, "", &asked, &e);

	csv = csv_new(a, d, window_new(a, asked.chars, fill), asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		good = good && csv_next(csv, batch, &founds, &e);
		for (size_t i = 0; good && i < founds.count; i++) {
			const struct found *f = &founds.at[i];

			for (size_t j = 0; j < f->cell_count; j++) {
				buf_byte(out, j > 0 ? '|' : '[');
				if (f->cells[j].text.len > 1000)
					buf_print(out, "%zu bytes", f->cells[j].text.len);
				else
					buf_add(out, f->cells[j].text);
			}
			buf_print(out, "%s%s@%ju]", f->fault ? "!" : "", f->fault ? f->fault : "", (uintmax_t)f->line);
		}
		arena_end(batch);
	} while (good && founds.count > 0);
	if (!good)
		buf_print(out, "=%s", e.message);
	return buf_str(out);
}

/* The same rows wherever they lie to the blocks of the scanner, the windows and the pieces that they come in. */
static void edges(const char *end)
{
	struct arena *a = arena_new(NULL);
	int64_t wrong = 0;

	for (size_t pad = 1; pad < 140; pad++) {
		struct arena *one = arena_new(a);
		struct buf *in = buf_new(one, 1 << 16);
		Str want = S(""), got;

		buf_print(in, "%0*d,b%s", (int)pad, 0, end);
		for (int i = 0; i < 3; i++)
			buf_print(in, "\"a\"\"%s\"\"b\",\"x,%s%sy\"%s,%s\"\"\"\",\"%s\"%s", end, end, end, end, end, end, end);
		want = text_copy(one, rows_of(one, buf_str(in), &plain, 0, 0));
		for (size_t fill = 1; fill <= in->len; fill += fill < 80 ? 1 : 17) {
			got = rows_of(one, buf_str(in), &plain, fill % 7, fill);
			wrong += !text_is(got, want);
		}
		wrong += text_find_byte(want, '=') < want.len;
		arena_end(one);
	}
	is_int(wrong, 0, "quotes, doubled quotes and ends of lines of %zu on every byte of an edge", strlen(end));
	arena_end(a);
	free(a);
}

static void csv_long(size_t size, bool quoted, const char *want)
{
	struct arena *a = arena_new(NULL);
	struct buf *in = buf_new(a, 1 << 28);
	Str got;

	buf_print(in, "a,b\n1,2\n%s", quoted ? "\"" : "");
	memset(buf_room(in, size), 'x', size);
	in->len += size;
	buf_print(in, "%s,3\n4,5\n", quoted ? "\"" : "");
	got = rows_of(a, buf_str(in), &plain, 1 << 20, 0);
	is_str(got, text(want), "a field of %zu MiB%s", size >> 20, quoted ? " in quotes" : "");
	arena_end(a);
	free(a);
}

static void csv_limits(void)
{
	csv_long((16 << 20) - 1, false, "[1|2@2][16777215 bytes|3@3][4|5@4]");
	csv_long((16 << 20) + 1, false, "[1|2@2][16777217 bytes|3!a field of more than 16 MiB@3][4|5@4]");
	csv_long((16 << 20) - 1, true, "[1|2@2][16777215 bytes|3@3][4|5@4]");
	csv_long((16 << 20) + 1, true, "[1|2@2][16777217 bytes|3!a field of more than 16 MiB@3][4|5@4]");
	csv_long(100 << 20, false, "[1|2@2]=line 3: offset 8: a record is longer than 64 MiB");
	csv_long(100 << 20, true, "[1|2@2]=line 3: the quote that opens here does not close within 16 MiB");
}

/* ── trees ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Cells of all records, or the error. */
static Str json_of(struct arena *a, Str content, const char *rows, const char *wanted)
{
	struct buf *out = buf_new(a, 1 << 20);
	struct err e = {0};
	struct founds founds = {0};
	struct json_reader *json;
	struct asked asked;
	bool good = ask(a, content, 1 << 16, false, rows, wanted, &asked, &e);

	json = json_reader_new(a, window_new(a, asked.chars, 0), rows == NULL, &asked.rows, asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		good = good && json_reader_next(json, batch, &founds, &e);
		for (size_t i = 0; good && i < founds.count; i++) {
			Str cell = founds.at[i].cells[0].text;

			if (cell.len > 1000)
				buf_print(out, "[%zu bytes]", cell.len);
			else
				put_found(out, &founds.at[i]);
		}
		arena_end(batch);
	} while (good && founds.count > 0);
	if (!good)
		buf_print(out, "=%s", e.message);
	return buf_str(out);
}

static void json_limits(void)
{
	struct arena *a = arena_new(NULL);
	struct buf *in = buf_new(a, 1 << 28), *want = buf_new(a, 1 << 12);
	size_t depths[] = {900, 1100};

	buf_add(in, S("[{\"a\":-"));
	for (int i = 0; i < 400; i++)
		buf_byte(want, (char)('1' + i % 9));
	buf_add(in, buf_str(want));
	buf_add(in, S(".50E-3}]"));
	is_str(json_of(a, buf_str(in), "[*]", "a"), text(arena_print(a, "[-%.*s.50E-3]", STR(buf_str(want)))),
	       "a number of 400 digits is its text");
	for (size_t i = 0; i < 2; i++) {
		buf_clear(in);
		buf_add(in, S("[{\"a\":7,\"b\":"));
		for (size_t n = 0; n < depths[i]; n++)
			buf_byte(in, '[');
		for (size_t n = 0; n < depths[i]; n++)
			buf_byte(in, ']');
		buf_add(in, S("}]"));
		is_str(json_of(a, buf_str(in), "[*]", "a"), i == 0 ? S("[7]") :
		       S("=line 1, offset 1: arrays and objects too deep in each other"),
		       "%zu arrays in each other", depths[i]);
	}
	for (size_t size = 60; size <= 100; size += 40) {
		buf_clear(in);
		buf_add(in, S("[{\"a\":\""));
		memset(buf_room(in, size << 20), 'x', size << 20);
		in->len += size << 20;
		buf_add(in, S("\"}]"));
		is_str(json_of(a, buf_str(in), "[*]", "a"), size == 60 ? S("[62914560 bytes]") :
		       S("=line 1: offset 1: a record is longer than 64 MiB"), "a text of %zu MiB", size);
	}
	arena_end(a);
	free(a);
}

static Str xml_of(struct arena *a, Str content)
{
	struct buf *out = buf_new(a, 1 << 20);
	struct err e = {0};
	struct founds founds = {0};
	struct asked asked;
	struct xml_reader *xml;
	bool good = ask(a, content, 1 << 16, true, "o.r[*]", "a", &asked, &e);

	xml = xml_reader_new(a, asked.chars, &asked.rows, asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		good = good && xml_reader_next(xml, batch, &founds, &e);
		for (size_t i = 0; good && i < founds.count; i++) {
			Str cell = founds.at[i].cells[0].text;

			if (cell.len > 1000)
				buf_print(out, "[%zu bytes]", cell.len);
			else
				buf_print(out, "[%.*s]", STR(cell));
		}
		arena_end(batch);
	} while (good && founds.count > 0);
	if (!good)
		buf_print(out, "=%s", e.message);
	return buf_str(out);
}

/* A text of more than 10 MB, and one that is longer than what may stand between two tags. */
static void xml_limits(void)
{
	static const struct { size_t size; const char *want; } cases[] = {
		{9 << 20, "[9437184 bytes]"}, {12 << 20, "=line 2: a text of more than 10 MB"},
		{20 << 20, "=line 2: more than 16 MiB without a tag"},
		{100 << 20, "=line 2: more than 16 MiB without a tag"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(NULL);
		struct buf *in = buf_new(a, 1 << 28);

		buf_add(in, S("<o>\n<r><a>"));
		memset(buf_room(in, cases[i].size), 'x', cases[i].size);
		in->len += cases[i].size;
		buf_add(in, S("</a></r>\n</o>"));
		is_str(xml_of(a, buf_str(in)), text(cases[i].want), "a text of %zu MiB", cases[i].size >> 20);
		arena_end(a);
		free(a);
	}
}

int main(void)
{
	edges("\n");
	edges("\r\n");
	csv_limits();
	json_limits();
	xml_limits();
	return done();
}
