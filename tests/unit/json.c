#include "found.h"

#include "format/json_read.h"

#include <dirent.h>
#include <stdlib.h>

/* rows NULL: JSON lines.  How many records come before an error depends on the window, so they are left out. */
static Str rendered(struct arena *a, Str content, const char *rows, const char *wanted, size_t fill)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct json_reader *json;

	if (!ask(a, content, 0, false, rows, wanted, &asked, &e))
		return text_copy(a, text(e.message));
	json = json_reader_new(a, window_new(a, asked.chars, fill), !rows, &asked.rows, asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		if (!json_reader_next(json, batch, &founds, &e)) {
			buf_clear(out);
			buf_print(out, "=%s", e.message);
			break;
		}
		for (size_t i = 0; i < founds.count; i++) {
			put_found(out, &founds.at[i]);
			put_places(out, content, &founds.at[i]);
		}
		arena_end(batch);
	} while (founds.count > 0);
	return buf_str(out);
}

static void gives(const char *rows, const char *wanted, Str content, Str want, const char *name)
{
	size_t fills[] = {0, 1, 2, 3, 5, 7, 11, 13, 64, 67};

	for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
		struct arena *a = arena_new(NULL);
		Str got = rendered(a, content, rows, wanted, fills[i]);

		if (!text_is(got, want) || i + 1 == sizeof fills / sizeof *fills)
			is_str(got, want, "%s (window of %zu)", name, fills[i]);
		arena_end(a);
		free(a);
	}
}

static void documents(void)
{
	gives("[*]", "a", S("[{\"a\":1},{\"a\":\"x\"}]"), S("[1]['x']"), "an array");
	gives("[*]", "a", S(" [ ] "), S(""), "an empty array");
	gives("", "a.b", S("{\"a\":{\"b\":1.50}}"), S("[1.50]"), "the document itself, the number as written");
	gives("", "text()", S("12"), S("[12]"), "a document that is one value");
	gives("[*]", "text()", S("[1.50,\"a\",{\"b\":2},[3]]"), S("[1.50]['a'][-][-]"), "records that are values");
	gives("data.orders[*]", "id;n", S("{\"n\":[1,{\"orders\":[7]}],\"data\":{\"x\":\"\\\"\",\n\"orders\": "
	      "[\n{\"id\":1},\n"
	      "{\"id\":12345678901234567890.10e5}\n],\"y\":{}},\"z\":[[]]}"), S("[1|-][12345678901234567890.10e5|-]"),
	      "down a path, past others of its name");
	gives("[1][*]", "a", S("[[{\"a\":1}],[{\"a\":2},{\"a\":3}]]"), S("[2][3]"), "an index in the path");
	gives("o", "a", S("{\"o\":{\"a\":true},\"p\":1}"), S("[true]"), "one record without [*]");
	gives("o[*]", "a", S("{\"o\":null}"), S(""), "null where the array should be");
	gives("[*]", "a;b;c;d", S("[{\"a\":null,\"b\":\"\\u00e9\\n\\\"\",\"c\":{\"x\": [1, 2]},\"d\":[]}]"),
	      S("[null|'\xC3\xA9\n\"'|{\"x\": [1, 2]}|[]]"), "kinds of cells");
	gives("[*]", "a[0];a[-1];a[2];b[*].x;b[*];c[*];d[*]",
	      S("[{\"a\":[1,2],\"b\":[{\"x\":1},{}],\"c\":null}]"), S("[1|2|-|(1 -)|({\"x\":1} {})|null|-]"), "lists");
	gives("[*]", "m{*}.key;m{*}.value.v", S("[{\"m\":{\"p\":{\"v\":1},\"q\":{\"v\":2}}}]"), S("[('p' 'q')|(1 2)]"),
	      "members");
	gives("o[*].l[*]", "sku;^.id;^^.x", S("{\"o\":[{\"id\":1,\"l\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]},{\"id\":2},"
	      "{\"id\":3,\"l\":[{\"sku\":\"c\"}]}]}"), S("['a'|1|-]['b'|1|-]['c'|3|-]"),
		"rows in records, with their parents");
	gives("o[*].p[*].l[*]", "^.b;^^.a", S("{\"o\":[{\"a\":1,\"p\":[{\"b\":2,\"l\":[0,0]}]}]}"), S("[2|1][2|1]"),
	      "two up");
	gives("o[*].m{*}", "key;value", S("{\"o\":[{\"m\":{\"x\":1,\"y\":2}}]}"), S("['x'|1]['y'|2]"), "rows over members");
	gives("[*]", "", S("[1,\"a]\\\"\",true]"), S("[][][]"), "scalars as records");
	gives("[*]", "a", S("\xEF\xBB\xBF[{\"a\":1}]"), S("[1]"), "a byte order mark");
}

static void wrong_documents(void)
{
	gives("[*]", "a", S("[{\"a\":1},"), S("=line 1, offset 9: the JSON is cut off"), "cut off behind a comma");
	gives("[*]", "a", S("[{\"a\":1},\n{\"a\":\"x"), S("=line 2, offset 10: the JSON is cut off"),
	      "cut off in a string");
	gives("o[*]", "a", S("{\"o\":[{\"a\":1}]"), S("=line 1, offset 14: the JSON is cut off"),
	      "cut off behind the array");
	gives("[*]", "a", S("[{\"a\":1}]\nx"), S("=line 2, offset 10: text behind the end of the JSON"),
	      "text behind the end");
	gives("", "a", S("\"\"e0"), S("=line 1, offset 2: text behind the end of the JSON"), "text behind a record");
	gives("o", "a", S("{\"o\":{}.5}"),
	      S("=line 1, offset 7: what the path of the rows names stands here a second time"),
	      "text behind a record in an object");
	gives("[*]", "a", S("[{\"a\":1} {\"a\":2}]"), S("=line 1, offset 9: a comma is missing"), "a comma is missing");
	gives("[*]", "a", S("[{\"a\":1},]"), S("=line 1, offset 9: a value is missing"), "a comma too many");
	gives("[*]", "a", S(""), S("=line 1, offset 0: there is no JSON here"), "nothing");
	gives("o[*]", "a", S("{\"p\":[]}"), S("=line 1, offset 8: the path of the rows leads nowhere in this document"),
	      "no rows");
	gives("o[*]", "a", S("{\"o\":{}}"), S("=line 1, offset 5: the path of the rows leads to something that is no "
	      "array"),
	      "rows that are no array");
	gives("o[*]", "a", S("{\"o\":[],\"o\":[]}"),
	      S("=line 1, offset 12: what the path of the rows names stands here a second time"), "rows that stand twice");
	gives("[*]", "a", S("[{\"a\":1,\"a\":2}]"), S("[1!the member \"a\" stands twice]"), "a name that stands twice");
	gives("[*]", "a", S("[{\"a\":\"\xFF\"},{\"a\":2}]"), S("[-!The input is not valid UTF-8][2]"), "invalid UTF-8");
	gives("[*]", "a", S("[{\"a\":\"\xFF\n\\\n\"},\"\xFF\n\",{\"a\":2}]"), S("[-!Within strings, "
	      "some characters must be escaped, we found unescaped characters][-!Within strings, some characters must be "
	      "escaped, we found unescaped characters][2]"), "lines behind strings with ends of lines");
}

static void lines(void)
{
	gives(NULL, "a", S("{\"a\":1}\n\n{\"a\":2}\r\n"), S("[1][2]"), "JSON lines");
	gives(NULL, "a", S("{\"a\":1}\n{\"a\":2}"), S("[1][2]"), "no end of line at the end");
	gives(NULL, "a", S(""), S(""), "no lines");
	gives(NULL, "a", S("{\"a\":1}\n{\"a\":"), S("=line 2, offset 8: the last line is cut off"),
	      "the last line cut off");
}

static void expects(const char *rows, Str content, const char *part, const char *name)
{
	struct arena *a = arena_new(NULL);
	Str got = rendered(a, content, rows, "a", 5);

	if (!ok(text_find(got, text(part)) < got.len, "%s", name))
		tap_show("got", got);
	arena_end(a);
	free(a);
}

static void faults(void)
{
	expects(NULL, S("{\"a\":01}\n{\"a\":2}\n"), "!no JSON", "a line that is no JSON is at fault");
	expects(NULL, S("{\"a\":01}\n{\"a\":2}\n"), "][2]", "and the next one is not");
	expects("[*]", S("[{\"a\":1},\n{\"b\":tru}]"), "=line 2, offset ",
		"a record that is no JSON makes the document none");
	expects(NULL, S("{\"a\":\"b\":1}\n"), "!no JSON", "a value that has a value is no JSON");
	expects(NULL, S("{\"a\":\"b\":1},\"c\":2}\n"), "!no JSON", "nor with a brace too many");
	expects(NULL, S("[\"a\",\"b\":1},2]\n"), "!no JSON", "nor is a name in an array");
	expects("[*]", S("[{\"a\":\"b\":[1]}}}]"), "=line 1, offset ", "also not in a document");
	expects(NULL, S("1\f\n2\n"), "!no JSON", "a form feed is no blank of JSON");
	expects("o[*]", S("{\"x\":\n01,\"o\":[]}"), "=line 2: outside of the records", "what is wrong before the records");
	expects("o[*]", S("{\"o\":[\n\n\n1],\n\"x\":01}"), "=line 5: outside of the records", "what is wrong behind them");
	expects("o[*]", S("{\"o\":[1}"), "offset 7", "brackets that do not fit");
	expects("[*]", S("{\"a\":1}\n{\"a\":2}\n"), "if each line is a record, say kind = \"jsonl\", else let rows",
		"lines that were said to be a document");
	expects("o[*]", S("{\"a\":1}\n{\"a\":2}\n"), "=line 2, offset 8: a second document behind the first; if each "
		"line is a record, say kind = \"jsonl\"", "and with a path");
	expects(NULL, S("[\n{\"a\":1},\n{\"a\":2}\n]"), "=line 4, offset 19: the last line is no JSON; if the lines are "
		"one document, say kind = \"json\"", "a document that was said to be lines");
}

static bool refuses(Str got)
{
	return memchr(got.at ? got.at : "", '=', got.len) || memchr(got.at ? got.at : "", '!', got.len);
}

/* y_ must be read, n_ refused, i_ either; read as one record and as an array of them. */
static void suite(void)
{
	static const char folder[] = "../shared/suites/JSONTestSuite/test_parsing";
	DIR *all = opendir(folder);
	int bad = 0, count = 0;

	for (struct dirent *d; all && (d = readdir(all));) {
		struct arena *a = arena_new(NULL);
		FILE *file = fopen(arena_print(a, "%s/%s", folder, d->d_name), "rb");
		static char content[1 << 18];
		size_t n = file && d->d_name[0] != '.' ? fread(content, 1, sizeof content, file) : 0;

		for (size_t fill = 0; d->d_name[0] != '.' && fill < 8; fill += 7) {
			Str got = rendered(a, (Str){content, n}, "", "", fill);
			bool as_array = n > 0 && content[0] == '[' && (d->d_name[0] == 'y' || d->d_name[0] == 'n');
			Str items = as_array ? rendered(a, (Str){content, n}, "[*]", "", fill) : got;
			/* Two members of one name are well formed, and a fault here. */
			bool twice = text_begins(text(d->d_name), S("y_object_duplicated"));
			bool wrong = (d->d_name[0] == 'y' && !twice && (refuses(got) || refuses(items))) ||
				     (d->d_name[0] == 'n' && (!refuses(got) || !refuses(items)));

			count++;
			bad += wrong;
			if (wrong)
				printf("# %s: %.*s / %.*s\n", d->d_name, STR(got), STR(items));
		}
		if (file)
			fclose(file);
		arena_end(a);
		free(a);
	}
	if (all) {
		closedir(all);
		ok(bad == 0 && count > 600, "JSONTestSuite: %d readings, %d wrong", count, bad);
	} else {
		skip("JSONTestSuite is not here");
	}
}

/* Records without the rows that are asked for: memory does not grow with them. */
static void sparse(void)
{
	struct arena *a = arena_new(NULL);
	struct buf *in = buf_new(a, 1 << 30);
	struct err e = {0};
	struct founds founds = {0};
	struct json_reader *json;
	struct asked asked;
	size_t count = 0;
	int64_t before;
	bool good;

	buf_add(in, S("{\"o\":["));
	for (int i = 0; i < 200000; i++)
		buf_print(in, "{\"n\":%d,\"b\":[%d,{\"c\":\"%020d\"}],\"l\":[]},", i, i, i);
	buf_add(in, S("{\"l\":[1]}]}"));
	before = peak_kilobytes();
	good = ask(a, buf_str(in), 1 << 16, false, "o[*].l[*]", "^.n", &asked, &e);
	json = json_reader_new(a, window_new(a, asked.chars, 0), false, &asked.rows, asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		good = good && json_reader_next(json, batch, &founds, &e);
		count += founds.count;
		arena_end(batch);
	} while (good && founds.count > 0);
	ok(good && count == 1, "the one row of 200 001 records (%s)", e.message);
	ok(peak_kilobytes() - before < 60 * 1024, "memory is that of a window: %d kB", (int)(peak_kilobytes() - before));
	arena_end(a);
	free(a);
}

int main(void)
{
	documents();
	wrong_documents();
	lines();
	faults();
	sparse();
	suite();
	return done();
}
