#include "found.h"

#include "format/csv.h"

#include <stdlib.h>

/* Of "a;b!;c/d!": b is needed, and one of c and d.  The paths alone are left. */
static const char *needed_of(struct arena *a, const char *wanted, struct need *needs, size_t *count)
{
	int *places = arena_array(a, 8, int), at = 0;
	char *paths = text_z(a, text(wanted)), *to = paths;
	size_t first = 0;

	*count = 0;
	for (const char *c = wanted; *c; c++) {
		if (*c == '!')
			needs[(*count)++] = (struct need){.asker = S("field"), .paths = places + first,
				.count = (size_t)at - first + 1};
		else
			*to++ = (char)(*c == '/' ? ';' : *c);
		places[at] = at;
		at += *c == '/' || *c == ';';
		first = *c == ';' ? (size_t)at : first;
	}
	*to = '\0';
	return paths;
}

/* What a reading gave: "[a|b][c|d!fault]", then "=" and the error if there was one. */
static Str rendered(struct arena *a, Str content, const struct csv_dialect *dialect, const char *wanted, size_t fill)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct need needs[8];
	size_t count;
	struct founds founds;
	struct csv *csv;

	if (!ask(a, content, 0, false, NULL, needed_of(a, wanted, needs, &count), &asked, &e))
		return text_copy(a, text(e.message));
	csv = csv_new(a, dialect, window_new(a, asked.chars, fill), asked.wanted, asked.count);
	csv_require(csv, needs, count);
	do {
		struct arena *batch = arena_new(a);

		if (!csv_next(csv, batch, &founds, &e)) {
			buf_print(out, "=%s", e.message);
			break;
		}
		for (size_t i = 0; i < founds.count; i++) {
			const struct found *f = &founds.at[i];

			buf_byte(out, '[');
			for (size_t j = 0; j < f->cell_count; j++) {
				if (j > 0)
					buf_byte(out, '|');
				buf_add(out, f->cells[j].kind == CELL_MISSING ? S("-") : f->cells[j].text);
			}
			if (f->fault)
				buf_print(out, "!%s", f->fault);
			buf_byte(out, ']');
			if (f->offset + f->text.len > content.len || memcmp(content.at + f->offset, f->text.at, f->text.len))
				buf_add(out, S("(wrong place)"));
			for (uint64_t k = 0, line = 1; k <= f->offset; k++) {
				if (k == f->offset && line != f->line && dialect->newline == '\n')
					buf_add(out, S("(wrong line)"));
				line += content.at[k] == '\n';
			}
		}
		arena_end(batch);
	} while (founds.count > 0);
	return buf_str(out);
}

static const struct csv_dialect plain = {.delimiter = ',', .quote = '"', .newline = '\n', .header = true};

/* The same, with the window moving at every possible byte. */
static void gives(struct csv_dialect d, const char *wanted, Str content, Str want, const char *name)
{
	size_t fills[] = {0, 1, 2, 3, 5, 7, 11, 13, 64, 67};

	for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
		struct arena *a = arena_new(NULL);
		Str got = rendered(a, content, &d, wanted, fills[i]);

		if (!text_is(got, want) || i + 1 == sizeof fills / sizeof *fills)
			is_str(got, want, "%s (window of %zu)", name, fills[i]);
		arena_end(a);
		free(a);
	}
}

static void plain_text(void)
{
	struct csv_dialect d = plain;

	gives(d, "", S("a,b\n1,2\n3,4\n"), S("[1|2][3|4]"), "plain rows");
	gives(d, "", S("a,b\r\n1,2\r\n3,4"), S("[1|2][3|4]"), "CRLF, and no end of line at the end");
	gives(d, "b;a;x;#2", S("a,b\n1,2\n"), S("[2|1|-|2]"), "columns by name and number, in the order asked for");
	gives(d, "Gross Debit (GC)", S(" Gross  Debit (GC) ,b\n1,2\n"), S("[1]"),
	      "blanks in names are trimmed and collapsed");
	gives(d, "[\"a.b\"];a.b", S("x,a.b\n1,2\n"), S("[2|2]"), "a column whose name has a point");
	gives(d, "b", S("a,b,a\n1,2,3\n"), S("[2]"), "a name that stands twice does not matter if nobody asks for it");
	gives(d, "a", S("a,b,a\n1,2,3\n"), S("=the column \"a\" stands twice, as #1 and #3; ask for one by its number"),
	      "a name that stands twice and is asked for");
	gives(d, "", S("\xEF\xBB\xBF" "a,b\n1,2\n"), S("[1|2]"), "a byte order mark");
	gives(d, "", S("a,b\n\n1,2\n\r\n3,4\n\n"), S("[1|2][3|4]"), "empty lines");
	gives(d, "", S("a,b\n1\n1,2,3\n"), S("[1!1 fields where the header has 2][1|2|3!3 fields where the header has 2]"),
	      "ragged rows");
	gives(d, "", S("a,b,\n1,2\n3,4,\n5\n"), S("[1|2][3|4|][5!1 fields where the header has 3]"),
	      "a header with a comma too many");
	gives(d, "b", S("a,b\n1\n"), S("[-!1 fields where the header has 2]"), "a cell that a ragged row lacks");
	gives(d, "", S("a\n\xFF\nx\n"), S("[\xFF!not UTF-8][x]"),
	      "invalid UTF-8 is one record's fault");
	gives(d, "", S("a,b\n1,ż€\n"), S("[1|ż€]"), "UTF-8");
	gives(d, "", S("a,b\n12345678,z\0z\n"), S("[12345678|z\0z!a NUL byte]"), "NUL");
	gives(d, "", S(""), S(""), "nothing at all");
	gives(d, "", S("\n\n"), S("=line 3: the header is missing"), "no header");
	gives(d, "b", S("a,gr\xF6\xDF" "e,b\n1,2,3\n"),
	      S("=line 1: byte 5 of the header is not UTF-8; declare the charset of the file"),
	      "a header of another character set");
	gives(d, "", S("a\0,b\n"), S("=line 1: the header has a NUL byte"), "a header that is no text");
	gives(d, "", S("a,b\r1,2\r3,4\r"),
	      S("=line 1: the header holds a carriage return; say newline = \"cr\" if lines end so"),
	      "lines that end with CR alone where nobody said so");
	gives(d, "", S("a,\"b\r\nc\"\n1,2\n"), S("[1|2]"), "a line's end inside of a name");
	d.header = false;
	gives(d, "#1", S("1,2\n3,4,5\n"), S("[1][3!3 fields where the first record has 2]"), "no header");
	d.names = (struct texts){(Str[]){S("p"), S("q")}, 2};
	gives(d, "q", S("1,2\n3,4\n"), S("[2][4]"), "declared names");
}

#define THERE_ARE "; there are \"Nr\", \"Summe\", \"Steuer\"; what may be lacking says missing = \"null\""

static void needed(void)
{
	static const Str file = {"Nr;Summe;Steuer;\n1;2;3;\n", 24};
	struct csv_dialect d = plain;

	d.delimiter = ';';
	gives(d, "Nr!;Summe!;x", file, S("[1|2|-]"), "columns that are needed, and one that may be lacking");
	gives(d, "Nr!;Sume!", file, S("=line 1: no column \"Sume\" for field" THERE_ARE "; did you mean \"Summe\"?"),
		"a column that is misspelt");
	gives(d, "Sume!;Stuer!;Land!", file, S("=line 1: no column \"Sume\" for field, \"Stuer\" for field, \"Land\" for "
		"field" THERE_ARE "; did you mean \"Summe\", \"Steuer\"?"), "all that lack");
	gives(d, "x/Summe!", file, S("[-|2]"), "one of several columns is enough");
	gives(d, "x/y!", file, S("=line 1: no column \"x\" or \"y\" for field" THERE_ARE), "none of several");
	gives(d, "#3!", file, S("[3]"), "by number");
	gives(d, "#9!", file, S("=line 1: no column \"#9\" for field" THERE_ARE), "past the last column");
	gives(d, "Sume!", S("Nr;Summe;Steuer\n"),
		S("=line 1: no column \"Sume\" for field" THERE_ARE "; did you mean \"Summe\"?"), "a file without records");
	gives(d, "Sume!", S(""), S(""), "a file of no bytes");
	d.delimiter = ',';
	gives(d, "Nr!", S("Nr;Summe\n1;2\n"), S("=line 1: no column \"Nr\" for field; there are \"Nr;Summe\"; is the "
		"delimiter \";\"?"), "another delimiter");
	d.delimiter = ';';
	d.header = false;
	gives(d, "Summe!", S("1;2\n"), S("=no column \"Summe\" for field: without a header columns have no names; ask for "
		"them by number, such as \"#1\""), "a name where there are none");
	gives(d, "#2!", S("1;2\n"), S("[2]"), "a number where there are none");
	d.names = (struct texts){(Str[]){S("Nr"), S("Summe"), S("Steuer")}, 3};
	gives(d, "Sume!", S("1;2;3\n"), S("=no column \"Sume\" for field" THERE_ARE "; did you mean \"Summe\"?"),
		"names that were declared");
}

static void quotes(void)
{
	struct csv_dialect d = plain;

	gives(d, "", S("a,b\n\"1,\n\",\"\"\"2\"\"\"\n"), S("[1,\n|\"2\"]"),
	      "delimiters, newlines and doubled quotes in quotes");
	gives(d, "", S("a,b\r\n\"1\r\n\",\"\"\r\n\"\",x"), S("[1\r\n|][|x]"), "empty quoted fields, CRLF");
	gives(d, "", S("a,b\n5\" pipe,2\n"), S("[5\" pipe|2]"), "a quote that opens no field");
	gives(d, "", S("a,b\n\"1\"x,2\n\"3\",4\n"), S("[1|2!text behind a closing quote][3|4]"), "text behind a quote");
	gives(d, "", S("a,b\n1,2\n3,\"4\n5,6\n"), S("[1|2]=line 3: the quote that opens here never closes"), "unbalanced");
	gives(d, "", S("a,b\n\"x\ny\",\"z\n5,6\n"), S("=line 3: the quote that opens here never closes"),
	      "unbalanced behind a newline in quotes");
	d.escape = '\\';
	gives(d, "", S("a,b\n\"1\\\"\\\\\",2\n\"x\\\ny\",3\n"), S("[1\"\\|2][x\ny|3]"), "an escape character");
	gives(d, "", S("a,b\n1\\,5,2\n"), S("[1,5|2]"), "an escape outside of quotes");
	d = plain;
	d.quote = 0;
	d.delimiter = '\t';
	gives(d, "", S("a\tb\n\"1\t2\n"), S("[\"1|2]"), "no quotes in TSV");
	d = plain;
	d.newline = '\r';
	gives(d, "", S("a,b\r1,2\r3,4"), S("[1|2][3|4]"), "lines that end with CR alone");
}

static void around(void)
{
	struct csv_dialect d = plain;

	d.skip = 2;
	d.comment = S("#");
	gives(d, "", S("Report \"of\n today\na,b\n# no,\"pe\n1,2\n#3,4"), S("[1|2]"), "preamble and comments");
	d = plain;
	d.trailer_rows = 1;
	gives(d, "", S("a,b\n1,2\n3,4\nT,2,x\n"), S("[1|2][3|4]"), "the last row is the trailer");
	gives(d, "", S("a,b\nT\n"), S(""), "a trailer and nothing else");
	gives(d, "", S("a,b\n"), S("=line 2: the trailer has 0 of its 1 rows: the file is cut off"), "no trailer");
	d.trailer_rows = 2;
	gives(d, "", S("a\n1\n2\n3\n"), S("[1]"), "two rows of trailer");
	gives(d, "", S("a\n1\n2\n\"3\n"), S("=line 4: the quote that opens here never closes"),
	      "a trailer that is not closed");
	d.trailer_rows = 1;
	d.trailer_starts = S("TOTAL");
	gives(d, "", S("a,b\n1,2\nTOTAL,2\n"), S("[1|2]"), "a trailer by its beginning");
	gives(d, "", S("a,b\n1,2\n3,4\n"), S("[1|2][3|4]=line 4: the trailer has 0 of its 1 rows: the file is cut off"),
	      "cut off before its trailer");
	gives(d, "", S("a,b\nTOTAL,2\n1,2\n"), S("=line 3: a row behind the trailer"), "rows behind the trailer");
}

/* Long rows of every length around the block of the scanner. */
static void lengths(void)
{
	struct arena *a = arena_new(NULL);
	bool same = true;

	for (size_t n = 0; n < 200; n++) {
		struct buf *in = buf_new(a, 4096), *want = buf_new(a, 4096);

		buf_add(in, S("a,b\n"));
		buf_byte(want, '[');
		for (size_t i = 0; i < n; i++) {
			buf_byte(in, 'x');
			buf_byte(want, 'x');
		}
		buf_add(in, S(",\"y\"\"\"\nz,1\n"));
		buf_add(want, S("|y\"][z|1]"));
		for (size_t fill = 1; fill < 140; fill += 9)
			same = same && text_is(rendered(a, buf_str(in), &plain, "", fill), buf_str(want));
	}
	ok(same, "fields of 0 to 199 bytes, whatever the window");
	arena_end(a);
	free(a);
}

/* A row of nothing but delimiters may be a file of gigabytes: its cells are not all kept. */
static void wide(void)
{
	struct csv_dialect d = plain;
	struct arena *a = arena_new(NULL);
	struct buf *in = buf_new(a, 1 << 20);
	Str got;

	d.header = false;
	for (int i = 0; i < 40000; i++)
		buf_byte(in, ',');
	buf_add(in, S("\n1\n"));
	got = rendered(a, buf_str(in), &d, "", 0);
	is_str(text_from(got, text_find_byte(got, '!')),
	       S("!more than 16384 fields][1!1 fields where the first record has 40001]"),
		"a row of 40 001 fields");
	is_int((int64_t)text_find_byte(got, '!'), 16384, "of which 16 384 are shown");
	arena_end(a);
	free(a);
}

/* Published: each file's name, and what its rows must be. */
static void spectrum(void)
{
	static const char *const cases[][2] = {
		{"comma_in_quotes", "[John|Doe|120 any st.|Anytown, WW|08123]"},
		{"empty", "[1||][2|3|4]"},
		{"empty_crlf", "[1||][2|3|4]"},
		{"escaped_quotes", "[1|ha \"ha\" ha][3|4]"},
		{"json", "[1|{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}]"},
		{"location_coordinates",
			"[2095257564|37\xEF\xBF\xBD" "36'37.8\"N 121\xEF\xBF\xBD" "2'17.9\"W|Modesto|Stanislaus]"},
		{"newlines", "[1|2|3][Once upon \na time|5|6][7|8|9]"},
		{"newlines_crlf", "[1|2|3][Once upon \r\na time|5|6][7|8|9]"},
		{"quotes_and_newlines", "[1|ha \n\"ha\" \nha][3|4]"},
		{"simple", "[1|2|3]"},
		{"simple_crlf", "[1|2|3]"},
		{"utf8", "[1|2|3][4|5|ʤ]"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new(NULL);
		char *path = arena_print(a, "../shared/suites/csv-spectrum/csvs/%s.csv", cases[i][0]);
		FILE *file = fopen(path, "rb");
		char content[4096];
		size_t n;

		if (file) {
			n = fread(content, 1, sizeof content, file);
			fclose(file);
			is_str(rendered(a, (Str){content, n}, &plain, "", 3), text(cases[i][1]), "csv-spectrum %s", cases[i][0]);
		} else {
			skip("csv-spectrum is not here");
		}
		arena_end(a);
		free(a);
	}
}

int main(void)
{
	plain_text();
	needed();
	quotes();
	around();
	lengths();
	wide();
	spectrum();
	return done();
}
