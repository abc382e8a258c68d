/*
 * Every parser over seeded mutations of good input, the same in every run: none may crash or read what is not there
 * (the sanitizers watch), and what it says does not depend on the pieces in which the input comes.
 */
#include "found.h"
#include "map_harness.h"
#include "shell.h"

#include "config/keys.h"
#include "format/csv.h"
#include "format/json_read.h"
#include "format/xml.h"

#include <stdlib.h>

static uint64_t state = 88172645463325252;

/* Xorshift (Marsaglia, 2003): the same numbers in every run. */
static size_t below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return n ? (size_t)(state % n) : 0;
}

/* One to three changes: a byte dropped, doubled, or replaced or preceded by one that means something. */
static Str mutated(struct arena *a, Str s, Str alphabet)
{
	for (size_t changes = 1 + below(3); changes > 0; changes--) {
		char *out = arena_raw(a, s.len + 2);
		size_t at = below(s.len), how = below(4), n = at;
		char byte = below(4) ? alphabet.at[below(alphabet.len)] : (char)below(256);

		memcpy(out, s.at, at);
		if (how > 0)
			out[n++] = how == 3 && s.len > 0 ? s.at[below(s.len)] : byte;
		if (how != 1 && at < s.len)
			at++;
		memcpy(out + n, s.at + at, s.len - at);
		s = (Str){out, n + s.len - at};
	}
	return s;
}

/* ── formats ── */

typedef Str reading(struct arena *a, Str content, size_t step);

/* Of a format with trees only that there is an error: where it gives up may depend on how much of the text it saw. */
static Str said(struct buf *out, const struct err *e, bool whole)
{
	if (!whole)
		buf_clear(out);
	buf_print(out, "=%s", whole ? e->message : "an error");
	return buf_str(out);
}

static Str csv_with(struct arena *a, Str content, size_t step, const struct csv_dialect *dialect)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct csv *csv;

	if (!ask(a, content, 0, false, NULL, "", &asked, &e))
		return said(out, &e, true);
	csv = csv_new(a, dialect, window_new(a, asked.chars, step), asked.wanted, asked.count);
	do {
		if (!csv_next(csv, a, &founds, &e))
			return said(out, &e, true);
		for (size_t i = 0; i < founds.count; i++)
			put_found(out, &founds.at[i]);
	} while (founds.count > 0);
	return buf_str(out);
}

static Str csv_plain(struct arena *a, Str content, size_t step)
{
	static const struct csv_dialect d = {.delimiter = ',', .quote = '"', .newline = '\n', .header = true};

	return csv_with(a, content, step, &d);
}

static Str csv_odd(struct arena *a, Str content, size_t step)
{
	static const struct csv_dialect d = {.delimiter = ';', .quote = '\'', .escape = '\\', .newline = '\n', .skip = 1,
		.comment = {"#", 1}, .trailer_rows = 2};

	return csv_with(a, content, step, &d);
}

static Str csv_ended(struct arena *a, Str content, size_t step)
{
	static const struct csv_dialect d = {.delimiter = ',', .quote = '"', .newline = '\n', .header = true,
		.trailer_rows = 1, .trailer_starts = {"T", 1}};

	return csv_with(a, content, step, &d);
}

static Str json_at(struct arena *a, Str content, size_t step, const char *rows)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct json_reader *json;

	if (!ask(a, content, 0, false, rows, "a;b[*].c;d{*}.key;^.x", &asked, &e))
		return said(out, &e, true);
	json = json_reader_new(a, window_new(a, asked.chars, step), !rows, &asked.rows, asked.wanted, asked.count);
	do {
		if (!json_reader_next(json, a, &founds, &e))
			return said(out, &e, false);
		for (size_t i = 0; i < founds.count; i++)
			put_found(out, &founds.at[i]);
	} while (founds.count > 0);
	return buf_str(out);
}

static Str json_lines(struct arena *a, Str content, size_t step)
{
	return json_at(a, content, step, NULL);
}

static Str json_whole(struct arena *a, Str content, size_t step)
{
	return json_at(a, content, step, "");
}

static Str json_rows(struct arena *a, Str content, size_t step)
{
	return json_at(a, content, step, "o[*].b[*]");
}

static Str xml_rows(struct arena *a, Str content, size_t step)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct xml_reader *xml;

	if (!ask(a, content, step, true, "o.r[*]", "a;@b;c[*];text()", &asked, &e))
		return said(out, &e, false);
	xml = xml_reader_new(a, asked.chars, &asked.rows, asked.wanted, asked.count);
	do {
		if (!xml_reader_next(xml, a, &founds, &e))
			return said(out, &e, false);
		for (size_t i = 0; i < founds.count; i++)
			put_found(out, &founds.at[i]);
	} while (founds.count > 0);
	return buf_str(out);
}

static void mutate(const char *name, reading *read, Str seed, Str alphabet, int times)
{
	int differ = 0;

	for (int i = 0; i < times; i++) {
		struct arena *a = arena_new(NULL);
		Str content = mutated(a, seed, alphabet), whole = read(a, content, 0), parts = read(a, content, 1 + below(9));

		if (!text_is(whole, parts) && ++differ < 4) {
			tap_show("of", content);
			tap_show("whole", whole);
			tap_show("parts", parts);
		}
		arena_end(a);
		free(a);
	}
	is_int(differ, 0, "%s: %d mutations say the same, whole and in pieces", name, times);
}

static void formats(void)
{
	Str csv = S("a,b,\"c\"\n1,\"x,\"\"y\n\",3\n\n4,5,\xC3\xA9\r\n\"\",,\nT,1,2\n");
	Str odd = S("name\n#c;'\n1;'a\\';\nb';c\n2;\\;;x\n3;4;5\nT;1;2\nU;;\n");
	Str lines = S("{\"a\":1,\"b\":[{\"c\":\"x\\u00e9\"},{}],\"d\":{\"p\":null}}\n[1,\"\\\"\"]\n-1.5e3\n");
	Str document = S("{\"x\":[1,{\"o\":2}],"
		"\"o\":[{\"x\":1,\"b\":[{\"a\":true},{\"a\":\"]\\\\\"}]},{\"b\":[]}],\"z\":\"\"}");
	Str xml = S("<?xml version=\"1.0\"?><o><!--x-->"
		"<r b=\"1&amp;\"><a>t<![CDATA[<]]></a><c/><c>2</c></r><r>u</r></o>");

	mutate("CSV", csv_plain, csv, S(",\"\n\r\\#T\xC3"), 2000);
	mutate("CSV with escapes, comments and a trailer", csv_odd, odd, S(";'\n\r\\#TU"), 2000);
	mutate("CSV with a trailer that is known by its beginning", csv_ended, csv, S(",\"\n\rT"), 2000);
	mutate("JSON lines", json_lines, lines, S("{}[],:\"\\\n0-e.u"), 2000);
	mutate("a JSON document", json_whole, document, S("{}[],:\"\\\n0-e.u"), 2000);
	mutate("rows of a JSON document", json_rows, document, S("{}[],:\"\\\n0-e.ub"), 2000);
	mutate("XML", xml_rows, xml, S("<>/&;\"'![]-? =orac"), 2000);
}

/* ── packed ── */

/* All contents one after another, and "!" if there was an error. */
static Str unpacked(struct arena *a, Str packed)
{
	static const struct unpack_limits limits = {.size = 1 << 24};
	struct buf *out = buf_new(a, 1 << 25);
	struct err e = {0};
	struct unpack *u;
	Str name, chunk;
	bool has = true, good = unpack_open(a, bytes_of_memory(a, S("x"), packed, 0), &limits, S(""), &u, &e);

	while (good && (good = unpack_next(u, &name, &has, &e)) && has)
		do {
			good = unpack_read(u, &chunk, &e);
			buf_add(out, good ? chunk : (Str){0});
		} while (good && chunk.len > 0);
	buf_add(out, good ? S("") : S("!"));
	return buf_str(out);
}

static Str content_of(struct arena *a, const char *path)
{
	char *content = arena_alloc(a, 1 << 16);
	FILE *file = fopen(path, "rb");
	size_t n = file ? fread(content, 1, 1 << 16, file) : 0;

	if (file)
		fclose(file);
	return (Str){content, n};
}

/* What has a checksum gives its content or an error, never another content. */
static void archives(void)
{
	static const struct {
		const char *name;
		bool is_summed;
	} files[] = {{"c.gz", true}, {"c.bz2", true}, {"c.xz", true}, {"c.zst", true}, {"c.zip", false}, {"c.7z", false},
		{"c.tar", false}, {"c.tgz", false}};
	char folder[] = "/tmp/counterfoil-mutate-XXXXXX";
	struct arena *kept = arena_new(NULL);

	ok(mkdtemp(folder) && shell_in(folder, "seq 200 > c; gzip -k c; xz -k c || 7z a c.xz c; bzip2 -k c || 7z a c.bz2 c;"
		"zstd -q c; 7z a c.zip c; 7z a c.7z c; bsdtar -cf c.tar c; gzip -c c.tar > c.tgz"), "packed");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		Str packed = content_of(kept, arena_print(kept, "%s/%s", folder, files[i].name));
		Str plain = unpacked(kept, packed);
		int wrong = 0;

		ok(plain.len > 200 && plain.at[plain.len - 1] == '\n', "%s is whole", files[i].name);
		for (int n = 0; n < 200; n++) {
			struct arena *a = arena_new(NULL);
			Str got = unpacked(a, mutated(a, packed, packed));

			wrong += files[i].is_summed && !text_ends(got, S("!")) && !text_is(got, plain)
			      && text_head(got, 3).len == 3 && memcmp(got.at, "1\n2", 3) == 0;
			arena_end(a);
			free(a);
		}
		is_int(wrong, 0, "%s: 200 mutations give it or an error", files[i].name);
	}
	shell_in("/tmp", arena_print(kept, "rm -rf %s", folder));
	arena_end(kept);
	free(kept);
}

/* ── words ── */

static void words(void)
{
	static const char *const seeds[] = {"2026-03-31T22:15:00.5+02:00", "Tue, 31 Mar 2026 22:15:00 GMT",
		"/Date(1774995300000)/", "46112.5", "-1.234.567,89e5", "(1,234.50)", "12.50 DR", "PT1H30M", "36:00:00.5",
		"a.b[0][\"c\\\"d\"].e[*]",
		"^^.{urn:x}y.@z", "lines{*}.value", "123e4567-e89b-12d3-a456-426614174000", "4006381333931",
		"&lt;&#x20AC;&amp;",
		"gid://shopify/Order/123?x", "{\"a\":[1,{\"b\":\"\\u00e9\"}]}", "4111 1111-1111 1111", "1d12h", "aGVsbG8="};
	static const char *const maps[] = {
		"ts = { get = \"a\", zone = \"Europe/Berlin\", gap = \"shift\", format = [\"iso\", \"rfc2822\", \"http\", "
			"\"odata\", \"excel\", \"epoch_us\", \"%d.%m.%y %I:%M %p %Z\"] }\ndt = { get = \"a\", zone = \"UTC\" }",
		"d = { get = \"a\", decimal_mark = \",\", group_mark = \".\", sign = \"parentheses\" }\n"
			"i = { get = \"a\", integral = true, do = [\"shift:2\", \"round:0:half_even\"] }",
		"m = { get = \"a\", unit = \"minor\", currency = \"KWD\", sign = \"crdr\" }\n"
			"du = \"a\"\nu = \"a\"\ng = \"a\"",
		"t = { get = \"a\", do = [\"html_unescape\", \"collapse\", \"fold\", \"substitute:/(.)(.)/\\\\2\\\\1/\", "
			"\"substring:1:9\", \"split:-:-1\", \"pad_left:9:é\"] }\n"
			"j = \"a\"\nby = { get = \"a\", from = \"base64\" }",
		"t = { get = \"a\", do = [\"url_decode\", \"nfkc\", \"strip:( \", \"strip_zeros\"] }",
	};
	Str alphabet = S("0123456789.,:-+TZ/()[]{}\"\\&;#x%e \xC3\xA9");
	struct arena *kept = arena_new(NULL);
	struct bench x;
	int count = 0;

	for (size_t m = 0; m < sizeof maps / sizeof *maps; m++) {
		if (!ok(bench_open(&x, arena_print(kept, "id = { const = \"1\" }\n%s", maps[m])), "map %zu", m))
			tap_show("mistakes", mistakes_text(x.a, x.m));
		for (size_t s = 0; s < sizeof seeds / sizeof *seeds; s++)
			for (int i = 0; i < 100; i++, count++) {
				struct arena *a = arena_new(NULL);
				struct cell cell = {.kind = CELL_TEXT, .text = mutated(a, text(seeds[s]), alphabet)};
				struct record r = {.cells = &cell, .cell_count = 1, .text = cell.text, .place = {.member = S("x")}};
				struct mapped out;

				map_batch(x.map, x.tally, a, &(struct batch){.records = &r, .count = 1}, &out);
				arena_end(a);
				free(a);
			}
	}
	arena_end(kept);
	free(kept);
	is_int(count, 10000, "ten thousand words through every type and most operations");
}

static void paths_and_toml(void)
{
	Str toml = S("[a.b]\nc = \"x\\u00e9\"\nd = [1, 2.5, { e = 2026-03-31 }]\n[[f]]\ng = '''\n'''\n\"h.i\" = 1_000\n");
	struct arena *a = arena_new(NULL);

	for (int i = 0; i < 2000; i++) {
		struct err e = {0};
		struct path p;
		struct node *root;
		int64_t us;

		(void)!path_parse(a, mutated(a, S("a.b[0][\"c\\\"d\"].{urn:x}e[*]{*}.@f"), S("[]{}\"\\.*^@#0-")), &p, &e);
		(void)!duration_parse(mutated(a, S("2w1d12h30m5s"), S("0123456789wdhms-")), &us);
		err_clear(&e);
		(void)!toml_read(a, "m.toml", mutated(a, toml, S("[]{}=\"'\\\n.#,_")), &root, &e);
		if (i % 500 == 0)
			arena_end(a);
	}
	ok(true, "paths, durations and TOML");
	arena_end(a);
	free(a);
}

int main(void)
{
	formats();
	archives();
	words();
	paths_and_toml();
	return done();
}
