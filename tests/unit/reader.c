#include "shell.h"
#include "tap.h"

#include "base/buf.h"
#include "config/toml.h"
#include "extract/landing_write.h"
#include "read/header.h"
#include "read/print.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/counterfoil-reader-XXXXXX";

/* A format as it stands in a project, without the braces. */
static bool format_of(struct arena *a, const char *said, struct format *f, struct buf *mistakes)
{
	struct mistakes *m = mistakes_new(a);
	struct node *root;
	struct err e = {0};
	bool ok = toml_read(a, "f", text(arena_print(a, "format = { %s }", said)), &root, &e) &&
		  format_read(a, node_get(root, "format"), f, m);

	buf_add(mistakes, e.kind ? text(e.message) : mistakes_text(a, m));
	return ok;
}

static const char *put(struct arena *a, const char *name, Str content)
{
	char *path = arena_print(a, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(content.at ? content.at : "", 1, content.len, file) != content.len || fclose(file) != 0)
		abort();
	return path;
}

/* What messages call a file of the tests: as if the folder were a project's. */
static Str called(struct arena *a, const char *file)
{
	return text_begins(text(file), text(folder)) ? text(arena_print(a, "in%s", file + strlen(folder))) : text(file);
}

/* "[a|b!fault]…" of the wanted paths, then "=" and the error if there was one; with controls "(name stated found)". */
static const char *stated;         /* where each file states its number of records; NULL: nowhere */

static Str rendered(struct arena *a, const char *said, const char *wanted, const char *file)
{
	struct buf *out = buf_new(a, 1 << 20);
	struct format f;
	struct path paths[8];
	struct reader *r;
	struct batch batch;
	struct err e = {0};
	size_t count = 0;
	Str rest = text(wanted), head;
	bool is_good = format_of(a, said, &f, out);

	for (bool more = rest.len > 0; more; count++) {
		more = text_cut(rest, ';', &head, &rest);
		is_good = path_parse(a, head, &paths[count], &e) && is_good;
	}
	if (!is_good)
		return buf_str(out);
	is_good = reader_open_file(a, &f, (struct reader_file){.path = file, .name = called(a, file)}, paths, count, &r, &e)
	       && (!stated || reader_state_count(r, text(stated), &e));
	while (is_good) {
		struct arena *mem = arena_new(a);

		is_good = reader_next(r, mem, &batch, &e) && batch.count > 0;
		for (size_t i = 0; is_good && i < batch.count; i++) {
			const struct record *record = &batch.records[i];

			buf_byte(out, '[');
			for (size_t j = 0; j < record->cell_count; j++) {
				if (j > 0)
					buf_byte(out, '|');
				buf_add(out, record->cells[j].text);
			}
			if (record->fault)
				buf_print(out, "!%s", record->fault);
			buf_byte(out, ']');
		}
		arena_end(mem);
	}
	for (size_t i = 0; i < reader_totals(r)->control_count; i++) {
		const struct control *c = &reader_totals(r)->controls[i];

		buf_print(out, "(%.*s %.*s %.*s%s)", STR(c->name), STR(c->stated), STR(c->found),
			c->checked ? "" : " unchecked");
	}
	if (e.kind != ERR_NONE)
		buf_print(out, "=%s: %s", err_row(e.kind)->name, e.message);
	return buf_str(out);
}

static void gives(const char *said, const char *wanted, Str content, const char *want, const char *name)
{
	struct arena *a = arena_new(NULL);

	is_str(rendered(a, said, wanted, put(a, "f.txt", content)), text(want), "%s", name);
	arena_end(a);
	free(a);
}

static void formats(void)
{
	gives("kind = \"csv\"", "b;a", S("a,b\n1,2\n"), "[2|1]", "csv");
	gives("kind = \"csv\", delimiter = \";\", charset = \"windows-1252\"", "b", S("a;b\n1;\x80\xE9\n"), "[€é]",
	      "windows-1252");
	gives("kind = \"tsv\", header = false", "#2", S("1\t\"x\n"), "[\"x]", "tsv");
	gives("kind = \"csv\", header = [\"x\", \"y\"], comment = \"#\", skip = 1", "y", S("no\n#\n1,2\n"), "[2]",
	      "declared names");
	gives("kind = \"csv\"", "", S("a,b\n1,2\n"), "[1|2]", "all columns");
	gives("kind = \"fixed\", fields = { a = [1, 2], b = { start = 3, length = 3, trim = \"left\", pad = \"0\" } }, "
	      "trailer = { starts = \"T\", fields = { n = [2, 1], sum = [3, 3] }, count = \"n\", "
	      "sum = { column = \"b\", at = \"sum\" } }",
	      "b;a", S("x 007\ny 012\nT2019\n"), "[7|x][12|y](records 2 2)(b 019 19)", "fixed width");
	gives("kind = \"json\", rows = \"o[*]\"", "a", S("{\"o\":[{\"a\":1.10}]}"), "[1.10]", "json");
	gives("kind = \"json\"", "a", S("[{\"a\":1}]"), "[1]", "json, the array itself");
	gives("kind = \"jsonl\"", "a", S("{\"a\":1}\n{\"a\":2}\n"), "[1][2]", "jsonl");
	gives("kind = \"jsonl\", rows = \"l[*]\"", "s;^.a", S("{\"a\":1,\"l\":[{\"s\":5},{\"s\":6}]}\n"), "[5|1][6|1]",
	      "lines of jsonl");
	gives("kind = \"xml\", rows = \"o.r[*]\"", "a", S("<o><r><a>1</a></r></o>"), "[1]", "xml");
	gives("kind = \"csv\"", "a", S(""), "=format: in/f.txt: the file is empty; if it may be, say empty_ok = true",
	      "an empty file");
	gives("kind = \"json\", rows = \"o.r[*]\", missing_ok = true", "a", S("{\"o\":{},\"t\":1}"), "",
		"no rows, which may be");
	gives("kind = \"json\", rows = \"o.r[*]\", missing_ok = true", "a", S("{\"o\":{\"r\":[{\"a\":1}]}}"), "[1]",
		"rows all the same");
	gives("kind = \"json\", rows = \"o.r[*]\", missing_ok = true", "a", S("{\"o\":{"),
		"=format: in/f.txt: line 1, offset 6: the JSON is cut off", "a document that is cut off is none all the same");
	gives("kind = \"csv\", empty_ok = true", "a", S(""), "", "an empty file that may be");
	gives("kind = \"csv\"", "a", S("a,b\n"), "", "a header alone");
	gives("kind = \"csv\"", "a", S("a,b\n1,\"x\n"), "=format: in/f.txt: line 2: the quote that opens here never closes",
	      "a quote");
	gives("kind = \"csv\", charset = \"utf-16le\"", "a", S("a\0\n\0x\0"), "[x]", "UTF-16");
	gives("kind = \"csv\"", "a", S("\xFF\xFE" "a\0\n\0x\0"), "[x]", "UTF-16, by its mark");
	gives("kind = \"csv\"", "a", S("\xFF\xFE\0\0a\0\0\0\n\0\0\0x\0\0\0"), "[x]", "UTF-32, by its mark");
	gives("kind = \"csv\", charset = \"utf-32\"", "a", S("\0\0\xFE\xFF\0\0\0a\0\0\0\n\0\0\0x"), "[x]",
	      "UTF-32, with its mark");
	gives("kind = \"json\"", "a", S("\xFE\xFF\0[\0{\0\"\0a\0\"\0:\0" "1\0}\0]"), "[1]", "JSON of UTF-16, by its mark");
	gives("kind = \"csv\", charset = \"us-ascii\"", "a", S("a\n\xC3\xA9\n"),
	      "=format: in/f.txt: line 2: byte 2: 0xC3 is not us-ascii", "a letter that ASCII has not");
}

static void mistakes(void)
{
	gives("kind = \"csv\", rows = \"a\"", "a", S("x"), "f:1:26: rows does not belong to csv, tsv, paypal and fixed\n",
	      "rows in csv");
	gives("kind = \"fixed\"", "a", S("x"),
	      "f:1:1: fields is missing: where the fields stand, such as { sku = [1, 12] }\n", "no fields");
	gives("kind = \"fixed\", fields = { a = [0, 1] }", "a", S("x"),
	      "f:1:39: a must be where it begins, from 1, and how long it is, such as [1, 12]\n",
	      "a place before the first");
	gives("kind = \"fixed\", fields = { a = [1, 1] }, newline = \"none\"", "a", S("x"),
	      "f:1:1: length is missing: without newlines nothing else says where a record ends\n", "no length");
	gives("kind = \"csv\", newline = \"none\"", "a", S("x"),
	      "f:1:26: newline is none only where all lines are of one length, in fixed\n", "no newlines");
	gives("kind = \"fixed\", fields = { a = [1, 1] }, trailer = { starts = \"T\", count = \"n\" }", "a",
	      S("x"), "f:1:79: the trailer has no field \"n\"\n", "a count that stands nowhere");
	gives("kind = \"csv\", length = 3", "a", S("x"), "f:1:26: length belongs to fixed only\n", "length");
	gives("kind = \"json\", delimiter = \";\"", "a", S("x"), "f:1:27: delimiter belongs to csv and tsv only\n", "json");
	gives("kind = \"csv\", delimiter = \";;\"", "a", S("x"), "f:1:26: delimiter must be one ASCII character\n",
	      "delimiter");
	gives("kind = \"csv\", charset = \"Windows-12520\"", "a", S("x"),
	      "f:1:26: charset is \"Windows-12520\", which iconv does not know; "
	      "did you mean \"windows-1252\"?\n",
	      "a charset");
	gives("kind = \"csv\", charset = \"latin-1/\"", "a", S("x"),
	      "f:1:26: charset is \"latin-1/\", which iconv does not know; "
	      "did you mean \"latin1\"?\n",
	      "what iconv would do");
	gives("kind = \"csv\", charset = \"westeuropean\"", "a", S("x"),
	      "f:1:26: charset is \"westeuropean\", which iconv does not know; see iconv --list\n", "a charset like none");
	gives("kind = \"csv\", summary_row = \"first\"", "a", S("x"), "f:1:1: total and summary_row belong together\n",
	      "total");
}

static void control_totals(void)
{
	const char *both = "kind = \"csv\", delimiter = \";\", decimal_mark = \",\", group_mark = \".\", trailer = { "
		"starts = \"TOTAL\","
			   " count = \"#2\", sum = { column = \"amount\", at = \"#3\" } }";

	gives(both, "id", S("id;n;amount\n1;;1.000,50\n2;;-0,25\nTOTAL;2;1000,25\n"),
	      "[1][2](records 2 2)(amount 1000,25 1000.25)", "a trailer that is right");
	gives(both, "id", S("id;n;amount\n1;;1,50\nTOTAL;2;1,50\n"),
	      "[1](records 2 1)=incomplete: in/f.txt: the file states 2 for records, its records give 1",
		"another number of records");
	gives(both, "id", S("id;n;amount\n1;;1,50\n2;;1\nTOTAL;2;1,50\n"),
	      "[1][2](records 2 2)(amount 1,50 2.5)=incomplete: in/f.txt: the file states 1,50 for amount, its records "
		"give 2.5",
	      "another sum");
	gives(both, "id", S("id;n;amount\n1;;x\nTOTAL;1;1,50\n"), "[1](records 1 1)(amount 1,50 0 unchecked)", "no number");
	gives(both, "id", S("id;n;amount\n1;;1\n"),
	      "[1]=incomplete: in/f.txt: line 3: the trailer has 0 of its 1 rows: the file is cut off", "cut off");
	gives("kind = \"tsv\", summary_row = \"first\", total = { at = \"total-amount\", of = \"amount\" }", "id",
	      S("id\ttotal-amount\tamount\n\t3.00\t\nA\t\t2.75\nB\t\t0.25\n"), "[A][B](amount 3.00 3)",
		"a summary row comes first");
	gives("kind = \"tsv\", summary_row = \"first\", total = { at = \"total-amount\", of = \"amount\" }", "id",
	      S("id\ttotal-amount\tamount\n\t3.00\t\nA\t\t2.75\n"),
	      "[A](amount 3.00 2.75)=incomplete: in/f.txt: the file states 3.00 for amount, its records give 2.75",
		"and differs");
	gives("kind = \"tsv\", summary_row = \"first\", total = { at = \"t\", of = \"a\" }, carry = [\"c\", \"d\"]", "c",
	      S("t\tc\td\ta\n3\tEUR\tx\t\n\t\t\t1\n\t USD\t\t1\n\t \t\t1\n"), "[EUR][ USD][EUR](a 3 3)",
		"what it says for all");
	gives("kind = \"tsv\", summary_row = \"first\", total = { at = \"t\", of = \"a\" }, carry = [\"cc\"]", "c",
	      S("t\tc\ta\n0\tEUR\t\n"),
		"=format: in/f.txt: line 1: no column \"cc\", which records have from the summary row",
		"a column that is not there");
	gives("kind = \"csv\", carry = [\"c\"]", "a", S("x"), "f:1:26: carry is of a summary row that is the first\n",
		"none");
	gives("kind = \"csv\", summary_row = \"last\", total = { at = \"t\", of = \"amount\" }", "id",
	      S("id,t,amount\nA,,2\nB,,1\n,3,\n"), "[A][B](amount 3 3)", "or last");
}

/* complete = "count:PATH" */
static void counts(void)
{
	const char *json = "kind = \"json\", rows = \"data[*]\"", *xml = "kind = \"xml\", rows = \"d.s[*].n[*]\"",
		   *direct = "kind = \"xml\", rows = \"d.n[*]\"";

	stated = "meta.count";
	gives(json, "a", S("{\"meta\":{\"count\":2},\"data\":[{\"a\":1},{\"a\":2}]}"), "[1][2](records 2 2)",
	      "a count before");
	gives(json, "a", S("{\"data\":[{\"a\":1},{\"a\":2}],\"meta\":{\"count\":\"2\"}}"), "[1][2](records 2 2)",
	      "a count behind, as text");
	gives(json, "a", S("{\"data\":[{\"a\":1}],\"meta\":{\"count\":2}}"),
	      "[1](records 2 1)=incomplete: in/f.txt: the file states 2 for records, its records give 1", "another");
	gives(json, "a", S("{\"data\":[{\"a\":1}]}"),
	      "[1]=incomplete: in/f.txt: no number of records is stated at \"meta.count\"", "none");
	gives(json, "a", S("{\"data\":[{\"a\":1}],\"meta\":{\"count\":null}}"),
	      "[1]=incomplete: in/f.txt: no number of records is stated at \"meta.count\"", "null");
	gives(json, "a", S("{\"data\":[{\"a\":1}],\"meta\":{\"count\":\"one\"}}"),
	      "[1]=incomplete: in/f.txt: the number of records stated at \"meta.count\" is no number: \"one\"", "a word");
	gives(json, "a", S("{\"data\":[],\"meta\":{\"count\":0}}"), "(records 0 0)", "no records, and it says so");
	stated = "parts[*].n";
	gives(json, "a", S("{\"parts\":[{\"n\":1},{\"n\":1}],\"data\":[{\"a\":1},{\"a\":2}]}"), "[1][2](records 2 2)",
	      "the sum of several counts");
	stated = "d.s[*].@n";
	gives(xml, "@a", S("<d><s n=\"1\"><n a=\"x\"/></s><s n=\"2\"><n a=\"y\"/><n a=\"z\"/></s></d>"),
	      "[x][y][z](records 3 3)", "counts in records' attributes");
	gives(xml, "@a", S("<d><s n=\"1\"><n a=\"x\"/></s><s n=\"2\"><n a=\"y\"/></s></d>"),
	      "[x][y](records 3 2)=incomplete: in/f.txt: the file states 3 for records, its records give 2", "another");
	stated = "d.s[*].sum.n";
	gives(xml, "@a", S("<d><s><sum><n>1</n></sum><n a=\"x\"/></s><s><n a=\"y\"/><sum><n> 1 </n></sum></s></d>"),
	      "[x][y](records 2 2)", "counts in elements of records");
	stated = "d.@n";
	gives(direct, "@a", S("<d n=\"1\"><n a=\"x\"/></d>"), "[x](records 1 1)", "an attribute of the root");
	gives(direct, "@a", S("<d><n a=\"x\"/></d>"),
	      "[x]=incomplete: in/f.txt: no number of records is stated at \"d.@n\"", "none");
	stated = "d.head.n";
	gives(direct, "@a", S("<d><n a=\"x\"/><head><m/><n>1</n></head></d>"), "[x](records 1 1)", "an element behind");
	gives(direct, "@a", S("<d><head/><head><n>1</n></head><n a=\"x\"/><n a=\"y\"/></d>"),
	      "[x][y](records 1 2)=incomplete: in/f.txt: the file states 1 for records, its records give 2",
	      "before, another");
	stated = "d.head.n.text()";
	gives(direct, "@a", S("<d><n a=\"x\"/><head><n>1</n></head></d>"), "[x](records 1 1)", "its text");
	stated = NULL;
}

static void archives(void)
{
	struct arena *a = arena_new(NULL);

	put(a, "a.csv", S("id\n1\n"));
	put(a, "b.csv", S("id\n2\n3\n"));
	put(a, "notes.txt", S("no"));
	ok(shell_in(folder, "7z a ab.zip a.csv b.csv notes.txt && gzip -k a.csv && bsdtar -cf ab.tar a.csv b.csv && zstd "
		"-q ab.tar"), "packed");
	is_str(rendered(a, "kind = \"csv\", member = \"*.csv\"", "id", arena_print(a, "%s/ab.zip", folder)), S("[1][2][3]"),
		"zip");
	is_str(rendered(a, "kind = \"csv\"", "id", arena_print(a, "%s/a.csv.gz", folder)), S("[1]"), "gzip");
	is_str(rendered(a, "kind = \"csv\"", "id", arena_print(a, "%s/ab.tar.zst", folder)), S("[1][2][3]"), "tar.zst");
	is_str(rendered(a, "kind = \"csv\", member = \"c*\"", "id", arena_print(a, "%s/ab.zip", folder)),
	       S("=format: in/ab.zip: no member of the archive is like \"c*\""), "no such member");
	is_str(rendered(a, "kind = \"csv\"", "id", "/nowhere"), S("=source: /nowhere: No such file or directory"),
		"no file");
	arena_end(a);
	free(a);
}

/* Two parts, one of them packed in a way that must be sought in. */
static void landings(void)
{
	struct arena *a = arena_new(NULL);
	struct landing_file files[] = {
		{.path = put(a, "one.csv", S("id\n1\n"))},
		{.path = arena_print(a, "%s/ab.zip", folder)},
	};
	struct landing_draft *d;
	struct landing *l = arena_new_of(a, struct landing);
	struct buf *out = buf_new(a, 4096);
	struct format f;
	struct path id;
	struct reader *r;
	struct batch batch = {.count = 0};
	struct err e = {0};
	bool good;

	*l = (struct landing){.extract = S("shop.orders"), .as_of = INSTANT_NONE, .as_of_source = S("landed")};
	files[0].name = S("in/one.csv");
	files[1].name = S("in/ab.zip");
	good = landing_begin(a, arena_print(a, "%s/landings", folder), &d, &e) && landing_add(d, &files[0], &e) &&
	       landing_add(d, &files[1], &e) && landing_seal(d, 1, l, &e) &&
	       format_of(a, "kind = \"csv\", member = \"b.csv\"", &f, out) && path_parse(a, S("id"), &id, &e) &&
	       reader_open(a, &f, l, &id, 1, &r, &e);
	for (bool more = good; more; more = good && batch.count > 0) {
		good = reader_next(r, arena_new(a), &batch, &e);
		for (size_t i = 0; good && i < batch.count; i++)
			buf_print(out, "%u %.*s %d %.*s;", batch.records[i].place.part, STR(batch.records[i].place.member),
				  (int)batch.records[i].place.line, STR(batch.records[i].cells[0].text));
	}
	ok(good, "a landing is read (%s)", e.message);
	is_str(buf_str(out), S("0 one.csv 2 1;1 ab.zip!b.csv 2 2;1 ab.zip!b.csv 3 3;"), "its parts and members");
	arena_end(a);
	free(a);
}

/* What the parts of a landing state of themselves, "2026-03-30 nothing". */
static Str headers(struct arena *a, const char *name, const char *said, const char *path, Str first, Str second)
{
	struct landing_file files[] = {
		{.path = put(a, arena_print(a, "%s-1", name), first), .name = text(arena_print(a, "in/%s-1", name))},
		{.path = put(a, arena_print(a, "%s-2", name), second), .name = text(arena_print(a, "in/%s-2", name))},
	};
	struct landing *l = arena_new_of(a, struct landing);
	struct buf *out = buf_new(a, 4096);
	struct landing_draft *d;
	struct format f;
	struct err e = {0};
	Str values[2] = {{NULL, 0}, {NULL, 0}};

	*l = (struct landing){.extract = text(arena_print(a, "shop.%s", name)), .as_of = INSTANT_NONE,
		.as_of_source = S("landed")};
	if (!landing_begin(a, arena_print(a, "%s/headers", folder), &d, &e) || !landing_add(d, &files[0], &e)
	    || !landing_add(d, &files[1], &e) || !landing_seal(d, 1, l, &e) || !format_of(a, said, &f, out)
	    || !reader_header(a, &f, l, text(path), values, &e))
		return text_copy(a, text(e.message));
	for (int i = 0; i < 2; i++)
		buf_print(out, "%s%s", i > 0 ? " " : "", values[i].at ? text_z(a, values[i]) : "nothing");
	return buf_str(out);
}

/* A list of more values than a record may have, with what it states of itself behind it. */
static Str long_list(struct arena *a)
{
	enum { ROWS = 130000, LIMIT = 8 << 20 };
	struct buf *b = buf_new(a, LIMIT);

	buf_add(b, S("{\"rows\": ["));
	for (int i = 0; i < ROWS; i++)
		buf_print(b, "%s{\"id\": %d, \"n\": 1}", i > 0 ? "," : "", i);
	buf_add(b, S("], \"at\": \"2026-03-30\"}"));
	return buf_str(b);
}

static void stated_headers(void)
{
	struct arena *a = arena_new(NULL);

	is_str(headers(a, "beside", "kind = \"json\", rows = \"rows[*]\"", "at", long_list(a),
		S("{\"at\": \"2026-03-31\", \"rows\": []}")), S("2026-03-30 2026-03-31"),
		"what stands beside the records, however many they are");
	is_str(headers(a, "deeper", "kind = \"json\", rows = \"d.rows[*]\"", "d.at",
		S("{\"d\": {\"rows\": [{\"at\": 7}]}}"), S("{\"d\": {\"at\": 2, \"rows\": [{\"at\": 7}]}}")),
		S("nothing 2"), "of one part");
	is_str(headers(a, "within", "kind = \"json\", rows = \"rows[*]\"", "rows[0].at",
		S("{\"rows\": [{\"at\": 7}, {\"at\": 8}]}"), S("{\"rows\": [{\"at\": 9}]}")), S("7 9"), "in a record");
	is_str(headers(a, "lacking", "kind = \"json\", rows = \"rows[*]\"", "at", S("{\"rows\": [{\"at\": 7}]}"),
		S("{\"rows\": []}")), S("header \"at\": there is no text or number at it"), "in no part");
	is_str(headers(a, "xml", "kind = \"xml\", rows = \"list.row\"", "list.@at",
		S("<list at='2026-03-30'><row id='1'/></list>"), S("<list><row id='1'/></list>")), S("2026-03-30 nothing"),
		"an attribute of the element that holds the records");
	is_str(headers(a, "broken", "kind = \"json\", rows = \"rows[*]\"", "at", S("{\"rows\": [{]}"), S("{}")),
		S("header \"at\": in/broken-1: line 1, offset 10: this is no JSON: JSON document ended early in the "
			"middle of an object or array."), "of what is no JSON");
	arena_end(a);
	free(a);
}

static void sample(const char *said, const char *file, const char *wanted, const char *want)
{
	struct arena *a = arena_new(NULL);
	char *path = arena_print(a, "../shared/samples/%s", file);

	if (access(path, R_OK) == 0)
		is_str(rendered(a, said, wanted, path), text(want), "%s", file);
	else
		skip("the published samples are not here");
	arena_end(a);
	free(a);
}

static void published(void)
{
	sample("kind = \"csv\", skip = 5",
	       "amazon_pay_settlement/wikimedia-fundraising-SmashPig/2015-10-01-SETTLEMENT_DATA_371273040777777.csv",
	       "TransactionType;NetTransactionAmount", "[Transfer|-25.54][Capture|9.41]");
	sample("kind = \"xml\", rows = \"Document.BkToCstmrStmt.Stmt[*].Ntry[*]\"",
		"camt053/camt/camt053.v2.multi.statement.xml",
	       "^.Id;Amt;Amt.@Ccy;CdtDbtInd", "[253EURNL26VAYB8060476890|8.85|EUR|CRDT]"
	       "[254EURNL26VAYB8060476890|7.00|EUR|DBIT]");
}

static void prints(const char *said, Str content, const char *want, const char *name)
{
	struct arena *a = arena_new(NULL);
	char *text_of = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text_of, &size);
	struct format f;
	struct reader *r;
	struct err e = {0};

	ok(format_of(a, said, &f, buf_new(a, 4096)) &&
	   reader_open_file(a, &f, (struct reader_file){.path = put(a, "p", content), .name = S("in/p")}, NULL, 0, &r,
		&e) &&
	   read_print(a, r, 0, out, &e), "%s: printed", name);
	fclose(out);
	is_str((Str){text_of, size}, text(want), "%s", name);
	free(text_of);
	arena_end(a);
	free(a);
}

static void printed(void)
{
	prints("kind = \"csv\"", S("a,b\n1,\"x\"\"\"\n2\n"),
	       "{\"member\":\"p\",\"record\":1,\"line\":2,\"offset\":4,\"data\":{\"a\":\"1\",\"b\":\"x\\\"\"}}\n"
	       "{\"member\":\"p\",\"record\":2,\"line\":3,\"offset\":12,\"fault\":\"1 fields where the header has "
		"2\",\"data\":{\"a\":\"2\"}}\n",
	       "csv");
	prints("kind = \"json\"", S("[{\"a\":\n1.0}]"),
		"{\"member\":\"p\",\"record\":1,\"line\":1,\"offset\":1,\"data\":{\"a\": 1.0}}\n",
	       "json");
	prints("kind = \"json\", rows = \"[*].l[*]\"",
	       S("[{\"l\": [{\"a\": 1},\n{\"a\": 2}]},\n{\"l\": []}, {\n\"l\": [\n{\"a\": 3}]}]"),
	       "{\"member\":\"p\",\"record\":1,\"line\":1,\"offset\":1,\"data\":{\"a\": 1}}\n"
	       "{\"member\":\"p\",\"record\":2,\"line\":2,\"offset\":1,\"data\":{\"a\": 2}}\n"
	       "{\"member\":\"p\",\"record\":3,\"line\":5,\"offset\":41,\"data\":{\"a\": 3}}\n", "nested rows of JSON");
	prints("kind = \"xml\", rows = \"o.r[*].e[*]\"", S("<o><r><e>x</e>\n<e>y</e></r>\n<r/><r>\n<e\n>z</e></r></o>"),
	       "{\"member\":\"p\",\"record\":1,\"line\":1,\"offset\":3,\"data\":\"x\"}\n"
	       "{\"member\":\"p\",\"record\":2,\"line\":2,\"offset\":3,\"data\":\"y\"}\n"
	       "{\"member\":\"p\",\"record\":3,\"line\":5,\"offset\":32,\"data\":\"z\"}\n", "nested rows of XML");
	prints("kind = \"xml\", rows = \"o.r[*]\"", S("<o><r i=\"1\"><a>x</a><b/><a>y</a></r></o>"),
	       "{\"member\":\"p\",\"record\":1,\"line\":1,\"offset\":3,\"data\":{\"@i\":\"1\","
	       "\"a\":[\"x\",\"y\"],\"b\":\"\"}}\n", "xml");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	if (!mkdtemp(folder))
		abort();
	formats();
	mistakes();
	control_totals();
	counts();
	archives();
	landings();
	stated_headers();
	published();
	printed();
	ok(shell_in("/tmp", arena_print(a, "rm -rf %s", folder)), "cleaned up");
	arena_end(a);
	free(a);
	return done();
}
