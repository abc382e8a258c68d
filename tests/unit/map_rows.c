#include "map_harness.h"

/* What becomes of a record: good, rejected or filtered, with its key, its faults and what is kept of it. */

#define WHERE(conditions) "id = \"id\"\nt = \"t\"\ni = \"i\"\nts = \"ts\"\nwhere = [" conditions "]"

static const struct map_case filters[] = {
	{WHERE("{ field = \"t\", value = \"x\" }"), "id=1|t=x|i=1", "t=x i=1 ts=NULL"},
	{WHERE("{ field = \"t\", value = \"x\" }"), "id=1|t=y|i=1", "filtered"},
	{WHERE("{ field = \"t\", value = \"x\" }"), "id=1|t=y|i=wrong", "filtered"},
	{WHERE("{ field = \"t\", value = \"x\" }"), "id=1|t=x|i=wrong", "reject i: not a number (wrong)"},
	{WHERE("{ field = \"i\", is = \">=\", value = 5 }"), "id=1|i=5", "t=NULL i=5 ts=NULL"},
	{WHERE("{ field = \"i\", is = \">\", value = 5 }"), "id=1|i=5", "filtered"},
	{WHERE("{ field = \"i\", is = \"<\", value = 5 }"), "id=1|i=4", "t=NULL i=4 ts=NULL"},
	{WHERE("{ field = \"i\", is = \"<=\", value = 5 }"), "id=1|i=6", "filtered"},
	{WHERE("{ field = \"i\", is = \"<=\", value = 5 }"), "id=1|i=x", "reject i: not a number (x)"},
	{WHERE("{ field = \"i\", is = \"in\", value = [1, 2] }"), "id=1|i=2", "t=NULL i=2 ts=NULL"},
	{WHERE("{ field = \"i\", is = \"not_in\", value = [1, 2] }"), "id=1|i=2", "filtered"},
	{WHERE("{ field = \"i\", is = \"not_in\", value = [1, 2] }"), "id=1", "t=NULL i=NULL ts=NULL"},
	{WHERE("{ field = \"t\", is = \"<>\", value = \"x\" }"), "id=1", "t=NULL i=NULL ts=NULL"},
	{WHERE("{ field = \"t\", value = \"x\" }"), "id=1", "filtered"},
	{WHERE("{ field = \"t\", is = \"null\" }"), "id=1|t=x", "filtered"},
	{WHERE("{ field = \"t\", is = \"not_null\" }"), "id=1|t=x", "t=x i=NULL ts=NULL"},
	{WHERE("{ field = \"t\", is = \"prefix\", value = \"te\" }"), "id=1|t=test", "t=test i=NULL ts=NULL"},
	{WHERE("{ field = \"t\", is = \"match\", value = \"^x\" }"), "id=1|t=test", "filtered"},
	{WHERE("{ field = \"ts\", is = \"<\", value = 2026-01-01T00:00:00Z }"), "id=1|ts=2025-12-31T23:00:00Z",
		"t=NULL i=NULL ts=2025-12-31T23:00:00Z"},
	{WHERE("{ field = \"t\", value = \"x\" }, { field = \"i\", value = 1 }"), "id=1|t=x|i=2", "filtered"},
	{WHERE("{ field = \"t\", value = \"x\" }, { field = \"i\", value = 1 }"), "id=1|t=y|i=bad", "filtered"},
	{WHERE("[{ field = \"t\", value = \"x\" }, { field = \"i\", value = 1 }]"), "id=1|t=y|i=1", "t=y i=1 ts=NULL"},
	{WHERE("[{ field = \"t\", value = \"x\" }, { field = \"i\", value = 1 }]"), "id=1|t=y|i=2", "filtered"},
	{WHERE("[{ field = \"t\", value = \"x\" }, { field = \"i\", value = 1 }]"), "id=1|t=y|i=bad",
		"reject i: not a number (bad)"},
	{WHERE("[{ field = \"t\", value = \"x\" }, [{ field = \"i\", value = 1 }, { field = \"t\", value = \"y\" }]]"),
		"id=1|t=y|i=1", "t=y i=1 ts=NULL"},
	{WHERE("{ get = \"test\", is = \"<>\", value = true }"), "id=1|test=?true", "filtered"},
	{WHERE("{ get = \"test\", is = \"<>\", value = true }"), "id=1|test=?false", "t=NULL i=NULL ts=NULL"},
	{WHERE("{ get = \"test\", value = true, missing = \"reject\" }"), "id=1", "reject test: missing ()"},
	{"id = \"id\"\nt = \"t\"", "t=x", "reject without key id: required, but missing ()"},
	{"id = \"id\"\nt = \"t\"", "id=|t=x", "reject without key id: required, but empty ()"},
	{"id = { get = \"id\", do = [\"trim\"] }", "id=  ", "reject without key id: required, but empty (  )"},
	{"id = { get = \"id\", null_if = [\"\"] }", "id=", "reject without key id: required, but null ()"},
	{"id = { get = \"id\", null_if = [\"\"], default = \"none\" }\nt = \"t\"", "id=|t=x", "t=x"},
	{"id = { get = \"id\", default = \"none\" }\nt = \"t\"", "id=|t=x",
		"reject without key id: required, but empty ()"},
	{"id = \"id\"\nt = \"t\"", "id=4111111111111111|t=x",
		"reject without key id: looks like a card number (************1111)"},
};

static void owners(void)
{
	struct bench x;
	const struct row *row;

	bench_open(&x, "id = \"id\"");
	row = bench_row(&x, S("id=1"), NULL);
	is_str(row->company, S("DE01"), "the system's company");
	is_str(row->channel, S("shop"), "the system's name for want of a channel");
	arena_end(x.a);
	ok(bench_open(&x, "id = \"id\"\ncompany = { get = \"c\", crosswalk = { pl = \"PL01\" } }\nchannel = \"ch\""),
		"from the record");
	row = bench_row(&x, S("id=1|c=pl|ch=web"), NULL);
	is_str(row->company, S("PL01"), "the record's company");
	is_str(row->channel, S("web"), "the record's channel");
	row = bench_row(&x, S("id=1|c=xx"), NULL);
	is_str(bench_show(&x, row), S("reject company: unknown to its crosswalk (xx); channel: required, but missing ()"),
		"a company that is not known");
	arena_end(x.a);
}

static void unreadable(void)
{
	struct bench x;
	const struct row *row;
	struct record without = {.fault = "invalid UTF-8", .text = {"\xFF" "4111111111111111", 17}};
	struct batch in = {.records = &without, .count = 1};
	struct mapped out;

	bench_open(&x, "id = \"id\"\ni = \"i\"\nt = { get = \"t\", required = true }");
	row = bench_row(&x, S("id=1|i=x"), "3 fields where the header has 4");
	ok(row->state == ROW_REJECTED && row->has_key, "a record the reader gave up keeps its key");
	is_int((int64_t)row->fault_count, 1, "and has one fault");
	is_z(row->faults[0].reason, "3 fields where the header has 4", "the reader's");
	ok(row->values[4].null, "nothing else of it is believed");
	row = bench_row(&x, S("i=x"), "cut off");
	ok(row->state == ROW_REJECTED && !row->has_key, "without a key there is none");
	map_batch(x.map, x.tally, x.a, &in, &out);
	ok(out.count == 1 && !out.rows[0].has_key, "a record without cells");
	is_str(out.rows[0].text, S("?************1111"), "what is kept of it is text without a card number");
	is_int((int64_t)x.tally->rejected, 3, "three rejects");
	is_int((int64_t)x.tally->keyless, 2, "two without key");
	arena_end(x.a);
}

static void kept(void)
{
	struct bench x;
	const struct row *row;
	struct buf *many;

	bench_open(&x, "id = \"id\"\nt = \"t\"\ni = \"i\"\ng = \"g\"");
	row = bench_row(&x, S("id=1|t=4111111111111111|i=5"), NULL);
	is_str(row->text, S("id=1|t=************1111|i=5"), "a card number is masked in what is kept of a reject");
	ok(row->values[1].null && row->values[4].as.integer == 5 && row->has_key,
		"the faulty value is null, the others stand");
	row = bench_row(&x, S("id=1|i=x|other=4111111111111111"), NULL);
	is_str(row->text, S("id=1|i=x|other=************1111"), "also where no field was mapped from it");
	is_int((int64_t)x.tally->cards, 2, "both records are known to hold one");
	arena_end(x.a);
	bench_open(&x, "id = \"id\"\nt = { get = \"t\", null_if = [\"4111111111111111\"] }\nts = \"ts\"\ng = \"g\"");
	row = bench_row(&x, S("id=1|t=4111111111111111"), NULL);
	ok(row->state == ROW_GOOD && row->fault_count == 1 && row->faults[0].warning && x.tally->cards == 1,
		"one that a field is not given is in the record all the same");
	row = bench_row(&x, S("id=1|ts=4111111111111111"), NULL);
	ok(row->state == ROW_REJECTED && x.tally->cards == 2, "so is one where a time is expected");
	row = bench_row(&x, S("id=1|g=4000000000006"), NULL);
	ok(row->state == ROW_GOOD && row->fault_count == 0 && x.tally->cards == 2, "a GTIN is none");
	arena_end(x.a);
	bench_open(&x, "id = \"id\"\nt = { template = \"{a}{b}\" }\ni = \"i\"");
	row = bench_row(&x, S("id=1|a=41111111|b=11111111"), NULL);
	is_str(bench_show(&x, row), S("reject t: looks like a card number (************1111)"),
		"put together from two columns");
	is_str(row->text, S("(not kept: it holds a card number)"), "the record is not kept if it cannot be masked");
	many = buf_new(x.a, 5000);
	buf_add(many, S("id=1|i="));
	for (int i = 0; i < 150; i++)
		buf_add(many, S("é"));
	row = bench_row(&x, buf_str(many), NULL);
	is_int((int64_t)row->faults[0].value.len, 200, "a value is cut at 200 bytes");
	buf_clear(many);
	buf_add(many, S("id=1|i=x"));
	for (int i = 0; i < 150; i++)
		buf_add(many, S("é"));
	row = bench_row(&x, buf_str(many), NULL);
	is_int((int64_t)row->faults[0].value.len, 199, "where a character ends");
	arena_end(x.a);
}

static void counts(void)
{
	struct bench x;

	bench_open(&x, "id = \"id\"\nt = { get = \"t\", crosswalk = { a = \"A\" }, else = \"keep\" }\n"
		"i = { get = \"i\", check = { max = 5, level = \"fail\" } }\nd = { get = \"d\", check = { min = 0, level = "
		"\"warn\" } }\n"
		"where = [{ field = \"t\", is = \"<>\", value = \"z\" }]");
	bench_row(&x, S("id=1|t=a|i=1"), NULL);
	bench_row(&x, S("id=2|t=b|i=1"), NULL);
	bench_row(&x, S("id=3|t=b|i=1|d=-1"), NULL);
	bench_row(&x, S("id=4|t=z|i=1"), NULL);
	ok(x.tally->failed == NULL, "nothing failed yet");
	bench_row(&x, S("id=5|t=c|i=6"), NULL);
	is_int((int64_t)x.tally->good, 3, "good");
	is_int((int64_t)x.tally->filtered, 1, "filtered");
	is_int((int64_t)x.tally->rejected, 1, "rejected");
	is_int((int64_t)x.tally->warnings, 1, "warnings");
	is_int((int64_t)x.tally->unknown_count, 3, "three values that the crosswalk does not know");
	is_str(x.tally->unknowns[0].value, S("b"), "the first");
	is_int((int64_t)x.tally->unknowns[0].count, 2, "came twice");
	is_z(x.tally->failed, "x.csv: record 3: field \"i\": more than 5", "what makes the extract fail");
	arena_end(x.a);
}

/* Words that nobody knows are departures of their own fields. */
static void new_words(void)
{
	struct bench x;

	ok(bench_open(&x, "id = \"id\"\nt = { get = \"t\", check = { in = [\"a\"] } }\nstatus = { get = \"s\", "
		"crosswalk = \"states\" }\ndrift = { new_value = \"reject\" }"), "a contract over new values");
	is_str(bench_show(&x, bench_row(&x, S("id=1|t=a|s=PAID"), NULL)), S("t=a status=paid"), "words that are known");
	is_str(bench_show(&x, bench_row(&x, S("id=2|t=b|s=PAID"), NULL)),
		S("reject t: not one of the values allowed (b)"), "a word of the one");
	is_str(bench_show(&x, bench_row(&x, S("id=3|t=a|s=LOST"), NULL)),
		S("reject status: unknown to the crosswalk states (LOST)"), "and one of the other");
	is_str(bench_show(&x, bench_row(&x, S("id=4|t=c|s=LOST"), NULL)),
		S("reject t: not one of the values allowed (c); status: unknown to the crosswalk states (LOST)"),
		"both at once, and again");
	arena_end(x.a);
}

/* What only the landing knows; a file in a folder is named with it. */
static void landed(void)
{
	struct landing_part part = {.name = S("in/BER/x.csv"), .part = S("BER")};
	struct landing landing = {.parts = &part, .part_count = 1};
	struct map_about about = {.landing = &landing, .run = S("7")};
	struct bench x;

	ok(instant_parse(S("2026-03-31T02:15:00Z"), &landing.landed_at), "a moment");
	ok(bench_open(&x, "id = \"id\"\nt = { meta = \"part\" }\n"
		"ts = { meta = \"landed_at\" }\n"
		"i = { get = \"i\", check = { max = 5, level = \"fail\" } }"), "a map of what the landing knows");
	x.tally = map_tally_new(x.a, x.map, &about);
	is_str(bench_show(&x, bench_row(&x, S("id=1|i=1"), NULL)), S("t=BER i=1 ts=2026-03-31T02:15:00Z"),
		"its part and its moment");
	bench_row(&x, S("id=2|i=6"), NULL);
	is_z(x.tally->failed, "in/BER/x.csv: record 3: field \"i\": more than 5", "the file with its folders");
	arena_end(x.a);
}

/* What a map asks for, records one after another ("/"), and what none of them has. */
static const struct {
	const char *map, *records, *want;
} lackings[] = {
	{"id = \"id\"\nt = \"t\"", "id=1|t=x", NULL},
	{"id = \"id\"\nt = \"t\"", "id=1", "none of 1 records has \"t\" for t"},
	{"id = \"id\"\nt = \"t\"", "id=1/id=2/id=3|t=x", NULL},
	{"id = \"id\"\nt = \"t\"", "id=1/id=2|t=~", NULL},
	{"id = \"id\"\nt = \"t\"\ni = \"i\"", "id=1/id=2|i=x", "none of 2 records has \"t\" for t"},
	{"id = \"id\"\nt = \"t\"\ni = \"i\"", "id=1/id=2", "none of 2 records has \"t\" for t, \"i\" for i"},
	{"id = \"id\"\nt = \"t\"", "", NULL},
	{"id = \"id\"", "t=x", NULL},
	{"id = \"id\"\nt = { get = \"t\", required = true }", "id=1", NULL},
	{"id = \"id\"\nt = { get = \"t\", missing = \"reject\" }", "id=1", NULL},
	{"id = \"id\"\nt = { get = \"t\", missing = \"null\" }", "id=1", NULL},
	{"id = \"id\"\nt = { get = \"t\", default = \"\" }", "id=1", NULL},
	{"id = \"id\"\nt = { get_any = [\"a\", \"b\"] }", "id=1|b=x", NULL},
	{"id = \"id\"\nt = { get_any = [\"a\", \"b\"] }", "id=1", "none of 1 records has \"a\" or \"b\" for t"},
	{"id = \"id\"\nt = { template = \"{a}-{b}\" }", "id=1|b=x", "none of 1 records has \"a\" for t"},
	{"id = \"id\"\nts = { compose = { date = \"d\", time = \"c\" }, zone = \"UTC\" }", "id=1|d=2026-03-30",
		"none of 1 records has \"c\" for ts"},
	{"id = \"id\"\ni = \"sum:l[*].q\"", "id=1|l[*].q=@!,!", "none of 1 records has \"l[*].q\" for i"},
	{"id = \"id\"\ni = \"sum:l[*].q\"", "id=1|l[*].q=@!,!/id=2|l[*].q=@!,1", NULL},
	{"id = \"id\"\ni = \"sum:l[*].q\"", "id=1|l[*].q=@", NULL},
	{"id = \"id\"\nt = { pair = { list = \"l[*]\", is = \"ean\" } }", "id=1|l[*].name=@sku|l[*].value=@1",
		"none of 1 records has \"l[*].name\" of \"ean\" for t"},
	{"id = \"id\"\nt = { pair = { list = \"l[*]\", is = \"ean\" } }", "id=1|l[*].name=@sku,ean|l[*].value=@1,2",
		NULL},
	{"id = \"id\"\nwhere = [{ get = \"s\", is = \"<>\", value = \"x\" }]", "id=1",
		"none of 1 records has \"s\" for where"},
	{"id = \"id\"\nwhere = [{ get = \"s\", is = \"<>\", value = \"x\", missing = \"null\" }]", "id=1", NULL},
	{"id = \"id\"\nwhere = [{ get = \"s\", is = \"not_null\" }]", "id=1", NULL},
	{"id = \"id\"\ni = { get = \"i\", sign_by = { get = \"s\", negative = [\"D\"] } }", "id=1|i=~",
		"none of 1 records has \"s\" for sign_by"},
	{"id = \"id\"\ni = { get = \"i\", missing = \"null\", sign_by = { get = \"s\", negative = [\"D\"] } }",
		"id=1", NULL},
};

static void lacking(void)
{
	const char *hint = "; what may be lacking says missing = \"null\"";

	for (size_t i = 0; i < sizeof lackings / sizeof *lackings; i++) {
		struct bench x;
		Str head, rest = text(lackings[i].records);
		const char *got;

		if (!bench_open(&x, lackings[i].map)) {
			is_str(mistakes_text(x.a, x.m), S(""), "%s", lackings[i].map);
			continue;
		}
		bench_row(&x, S("id=9|t=x|i=1"), "cut off");
		for (bool more = rest.len > 0; more;) {
			more = text_cut(rest, '/', &head, &rest);
			bench_row(&x, head, NULL);
		}
		got = map_lacking(x.a, x.map, x.tally);
		is_z(got ? got : "nothing", lackings[i].want ? arena_print(x.a, "%s%s", lackings[i].want, hint) : "nothing",
			"what %s lacks of %s", lackings[i].map, lackings[i].records);
		arena_end(x.a);
	}
}

static bool same_digest(const char *one, const char *other)
{
	struct bench x, y;
	bool same = bench_open(&x, one) && bench_open(&y, other)
	    && digest_is(map_digest(x.map), map_digest(y.map));

	arena_end(x.a);
	arena_end(y.a);
	return same;
}

static void digests(void)
{
	struct bench x, y;

	ok(same_digest("id = \"a\"\nt = { get = \"b\", required = true }",
		"t = { required = true, get = \"b\" }\nid = \"a\""),
		"the order of keys is not part of a map");
	ok(!same_digest("id = \"a\"", "id = \"b\""), "a path is");
	ok(!same_digest("id = { get = \"a\", do = [\"trim\", \"upper\"] }",
		"id = { get = \"a\", do = [\"upper\", \"trim\"] }"),
		"the order of operations is");
	bench_open(&x, "id = \"a\"\nstatus = { get = \"s\", crosswalk = \"states\" }");
	bench_open(&y, "id = \"a\"");
	ok(!digest_is(map_crosswalk_digest(x.map), map_crosswalk_digest(y.map)), "a named crosswalk counts apart");
	ok(map_declares(x.map, 2) && !map_declares(x.map, 1) && !map_declares(y.map, 2), "what a map declares");
	arena_end(x.a);
	arena_end(y.a);
}

int main(void)
{
	RUN(filters);
	new_words();
	landed();
	owners();
	unreadable();
	kept();
	counts();
	lacking();
	digests();
	return done();
}
