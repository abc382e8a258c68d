#include "found.h"
#include "map_harness.h"

#include "format/json_read.h"
#include "format/xml.h"

/* What a map does not reach of real records, and what it may have meant by a path that none of them has. */

static bool founds_of(struct arena *a, struct asked *asked, bool xml, const struct path *wanted, size_t count,
	struct founds *founds, struct err *e)
{
	if (xml)
		return xml_reader_next(xml_reader_new(a, asked->chars, &asked->rows, wanted, count), a, founds, e);
	return json_reader_next(json_reader_new(a, window_new(a, asked->chars, 0), false, &asked->rows, wanted, count), a,
		founds, e);
}

/* One batch of the content's records through the map; the map's tally knows the rest. */
static bool mapped(struct bench *x, const char *map, const char *rows, const char *content)
{
	bool xml = *content == '<';
	struct err e = {0};
	struct asked asked;
	struct founds founds = {0};
	struct batch in = {0};
	struct record *records;
	struct mapped out;
	const struct path *paths;
	size_t count;

	if (!bench_open(x, map) || !ask(x->a, text(content), 0, xml, rows, "", &asked, &e))
		return false;
	paths = map_paths(x->map, &count);
	if (!founds_of(x->a, &asked, xml, paths, count, &founds, &e))
		return false;
	records = arena_array(x->a, founds.count + 1, struct record);
	for (size_t i = 0; i < founds.count; i++)
		records[i] = (struct record){.cells = founds.at[i].cells, .cell_count = founds.at[i].cell_count,
			.text = founds.at[i].text, .context = founds.at[i].context};
	in.records = records;
	in.count = founds.count;
	map_batch(x->map, x->tally, x->a, &in, &out);
	return true;
}

static const struct {
	const char *map, *rows, *content, *want;
} unreached[] = {
	{"id = \"a\"", "[*]", "[{\"a\": 1}]", "nothing"},
	{"id = \"a\"", "[*]", "[{\"a\": 1, \"b\": {\"c\": 1}}, {\"a\": 2, \"b\": null}]", "\"b\" (2)"},
	{"id = \"a\"\nt = \"b.c\"", "[*]", "[{\"a\": 1, \"b\": {\"c\": 1, \"d\": 2}}]", "\"b.d\" (1)"},
	{"id = \"a\"\nj = \"b\"", "[*]", "[{\"a\": 1, \"b\": {\"c\": 1, \"d\": 2}}]", "nothing"},
	{"id = \"a\"\nj = \"b\"\nt = \"b.c\"", "[*]", "[{\"a\": 1, \"b\": {\"c\": 1, \"d\": 2}}]", "nothing"},
	{"id = \"a\"\ni = \"sum:l[*].q\"", "[*]", "[{\"a\": 1, \"l\": [{\"q\": 1, \"p\": 2}, {\"q\": 1, \"p\": {}}]}]",
		"\"l[*].p\" (2)"},
	{"id = \"a\"\nt = \"l[0].q\"", "[*]", "[{\"a\": 1, \"l\": [{\"q\": 1, \"p\": 2}]}]", "\"l[*].p\" (1)"},
	{"id = \"a\"\nt = \"join:o{*}.value.x\"", "[*]", "[{\"a\": 1, \"o\": {\"k\": {\"x\": 1, \"y\": 2}}}]",
		"\"o.k.y\" (1)"},
	{"id = \"a\"\nt = \"join:o{*}.key\"", "[*]", "[{\"a\": 1, \"o\": {\"k\": {\"x\": 1, \"y\": 2}}}]", "nothing"},
	{"id = \"a\"", "[*]", "[{\"a\": 1, \"b.c\": 1}]", "\"[\"b.c\"]\" (1)"},
	{"id = \"^.n\"\nt = \"a\"", "[*].l[*]", "[{\"n\": 1, \"m\": 2, \"l\": [{\"a\": 1, \"b\": 2}]}]", "\"b\" (1)"},
	{"id = \"@no\"\nt = \"Amt.text()\"", "r.e[*]", "<r><e no=\"1\"><Amt Ccy=\"EUR\">5</Amt><X><Y>1</Y></X></e></r>",
		"\"Amt.@Ccy\" (1), \"X\" (1)"},
	{"id = \"@no\"\nt = \"Amt.@Ccy\"", "r.e[*]", "<r><e no=\"1\" at=\"2\"><Amt Ccy=\"EUR\">5</Amt></e></r>",
		"\"@at\" (1), \"Amt.text()\" (1)"},
	{"id = \"@no\"\ni = \"sum:L[*].Q\"", "r.e[*]", "<r><e no=\"1\"><L><Q>1</Q><P>2</P></L><L><Q>1</Q></L></e></r>",
		"\"L.P\" (1)"},
};

static const struct {
	const char *map, *rows, *content, *want;
} meant[] = {
	{"id = \"a\"\nt = \"totle\"", "[*]", "[{\"a\": 1, \"total\": 2}]", "; did you mean \"total\"?"},
	{"id = \"a\"\nt = \"b.totle\"", "[*]", "[{\"a\": 1, \"b\": {\"total\": 2}}]", "; did you mean \"total\"?"},
	{"id = \"a\"\nt = \"b.x\"", "[*]", "[{\"a\": 1, \"b\": {\"total\": 2}}]", "null\""},
	{"id = \"a\"\nt = \"^.curency\"", "[*].l[*]", "[{\"currency\": 1, \"l\": [{\"a\": 1}]}]",
		"; did you mean \"currency\"?"},
	{"id = \"@no\"\nt = \"Amt.@Ccyy\"", "r.e[*]", "<r><e no=\"1\"><Amt Ccy=\"EUR\">5</Amt></e></r>",
		"; did you mean \"@Ccy\"?"},
	{"id = \"a\"\ni = \"sum:lines[*].qantity\"", "[*]", "[{\"a\": 1, \"lines\": [{\"quantity\": 1}]}]",
		"; did you mean \"quantity\"?"},
};

static const char *or_nothing(const char *got)
{
	return got ? got : "nothing";
}

int main(void)
{
	char map[1024];
	struct bench x;

	for (size_t i = 0; i < sizeof unreached / sizeof *unreached; i++) {
		snprintf(map, sizeof map, "%s\nunmapped = \"report\"", unreached[i].map);
		ok(mapped(&x, map, unreached[i].rows, unreached[i].content), "%s", unreached[i].map);
		is_z(or_nothing(map_unreached(x.a, x.tally)), unreached[i].want, "unmapped of %s", unreached[i].content);
		arena_end(x.a);
	}
	for (size_t i = 0; i < sizeof meant / sizeof *meant; i++) {
		Str got;

		ok(mapped(&x, meant[i].map, meant[i].rows, meant[i].content), "%s", meant[i].map);
		got = text(or_nothing(map_lacking(x.a, x.map, x.tally)));
		ok(text_ends(got, text(meant[i].want)), "what %s meant: %.*s", meant[i].map, STR(got));
		arena_end(x.a);
	}
	return done();
}
