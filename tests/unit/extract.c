/* Extracts of local files: paths, what has arrived and what proves it, when it is due, and the keys that say so. */
#include "tap.h"

#include "base/file.h"
#include "config/toml.h"
#include "extract/files.h"
#include "extract/keys.h"
#include "extract/pattern.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *scratch;
static struct err no_err;

static date day(const char *z)
{
	date d = DATE_NONE;

	if (!date_parse(text(z), &d))
		printf("Bail out! %s is no date\n", z);
	return d;
}

static instant moment(const char *z)
{
	instant t = INSTANT_NONE;

	if (!instant_parse(text(z), &t))
		printf("Bail out! %s is no instant\n", z);
	return t;
}

static void put(struct arena *a, const char *name, const char *content)
{
	char *path = path_join(a, scratch, name);
	struct err e = no_err;

	if (!folder_make(path_folder(a, path), &e) || !file_write(path, text(content), &e))
		printf("Bail out! %s\n", e.message);
}

static void shell(struct arena *a, const char *command)
{
	if (system(arena_print(a, "cd '%s' && { %s; }", scratch, command)) != 0)
		printf("Bail out! cannot %s\n", command);
}

static void is_err(const struct err *e, enum err_kind kind, const char *words, const char *what)
{
	ok(e->kind == kind && strstr(e->message, words), "%s", what);
	ok(!strstr(e->message, scratch), "  without the folder of this installation: %s", e->message);
	if (e->kind != kind || !strstr(e->message, words))
		printf("#   got:  %d %s\n#   want: %d %s\n", (int)e->kind, e->message, (int)kind, words);
}

/* ── patterns ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static void test_patterns(struct arena *a)
{
	static const struct {
		const char *pattern, *part, *filled;
	} fills[] = {
		{"plain.csv", "", "plain.csv"},
		{"./in/plain.csv", "", "in/plain.csv"},
		{"in/{business_date}/x.csv", "", "in/2026-03-09/x.csv"},
		{"x_{business_date:%Y%m%d}.csv", "", "x_20260309.csv"},
		{"{business_date:%d.%m.%y}-{business_date:%j}%", "", "09.03.26-068%"},
		{"{business_date:100%%}", "", "100%"},
		{"stock_{part}.xml", "BER", "stock_BER.xml"},
		{"{part}/{part}_*.xml", "A*", "A[*]/A[*]_*.xml"},
		{"{part}", "[?]", "[[][?]]"},
		{"{business_date}/o_{page}.json", "", "2026-03-09/o_[0-9]*.json"},
	};
	static const struct {
		const char *pattern, *words;
	} bad[] = {
		{"", "empty"},
		{"{date}.csv", "unknown placeholder \"date\""},
		{"{business_date:%H}.csv", "unknown conversion \"%H\""},
		{"{business_date:%}.csv", "unknown conversion \"%\""},
		{"x_{part.csv", "without \"}\""},
		{"{part}{", "without \"}\""},
	};

	for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
		struct err e = no_err;
		Str filled = pattern_fill(a, text(fills[i].pattern), day("2026-03-09"), text(fills[i].part));

		ok(pattern_check(a, text(fills[i].pattern), &e), "%s is a pattern", fills[i].pattern);
		is_str(filled, text(fills[i].filled), "of %s", fills[i].filled);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = no_err;

		ok(!pattern_check(a, text(bad[i].pattern), &e), "\"%s\" is none", bad[i].pattern);
		is_err(&e, ERR_CONFIG, bad[i].words, "and it is said why");
	}
	ok(text_glob(pattern_fill(a, S("{part}"), 0, S("[?]")), S("[?]")), "a part stands for itself");
	ok(!text_glob(pattern_fill(a, S("{part}"), 0, S("A*")), S("AB")), "and for nothing else");
}

static void test_dates_in_names(void)
{
	static const struct {
		const char *name, *found;
	} cases[] = {
		{"stock_2026-03-29.xml", "2026-03-29"},
		{"stock_20260329.xml", "2026-03-29"},
		{"20260329", "2026-03-29"},
		{"stock_20260329T0200.xml", "2026-03-29"},
		{"stock_202603291530.xml", "2026-03-29"},
		{"stock_20260329153000.xml", "2026-03-29"},
		{"2026-03-28/stock_2026-03-29.xml", "2026-03-29"},
		{"2026-03-28/stock.xml", "2026-03-28"},
		{"12345678_2026-03-29", "2026-03-29"},
		{"stock_2026-02-30.xml", NULL},
		{"stock_20261301.xml", NULL},
		{"stock_99990101.xml", NULL},
		{"stock_2026-03-291.xml", NULL},
		{"stock_202603290.xml", NULL},
		{"12026-03-29", NULL},
		{"stock.xml", NULL},
		{"", NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		date found = DATE_NONE;
		bool is = pattern_find_date(text(cases[i].name), &found);

		ok(is == (cases[i].found != NULL) && (!is || found == day(cases[i].found)), "the date in \"%s\" is %s",
			cases[i].name, cases[i].found ? cases[i].found : "none");
	}
}

/* ── globs ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void matches(struct arena *a, const char *pattern, const char *want)
{
	struct texts names = {0};
	struct buf *got = buf_new(a, 10000);
	struct err e = no_err;

	ok(files_match(a, &(struct shelf){.folder = scratch}, text(pattern), &names, &e), "%s: %s", pattern, e.message);
	for (size_t i = 0; i < names.count; i++)
		buf_print(got, "%s%.*s", i ? " " : "", STR(names.at[i]));
	is_str(buf_str(got), text(want), "and is \"%s\"", want);
}

static void test_globs(struct arena *a)
{
	struct texts none = {0};
	struct err e = no_err;

	shell(a, "mkdir -p g/b g/a g/c/deep g/.d && touch g/b/2.csv g/b/10.csv g/b/1.csv g/a/9.csv g/a/.hidden.csv "
		"g/a/9.txt g/c/deep/x.csv g/.d/7.csv 'g/[x].csv' g/x.csv && mkdir g/a/folder.csv");
	matches(a, "g/*/*.csv", "g/a/9.csv g/b/1.csv g/b/10.csv g/b/2.csv");
	matches(a, "g/b/?.csv", "g/b/1.csv g/b/2.csv");
	matches(a, "g/[ab]/[0-9].csv", "g/a/9.csv g/b/1.csv g/b/2.csv");
	matches(a, "g/*/deep/x.csv", "g/c/deep/x.csv");
	matches(a, "g/a/.h*", "g/a/.hidden.csv");
	matches(a, "g/b/2.csv", "g/b/2.csv");
	matches(a, "g/[[]x].csv", "g/[x].csv");
	matches(a, "g//b/2.csv", "g/b/2.csv");
	matches(a, "g/none/*.csv", "");
	matches(a, "g/x.csv/*", "");
	matches(a, "none.csv", "");
	matches(a, arena_print(a, "%s/g/b/1*", scratch), arena_print(a, "%s/g/b/1.csv %s/g/b/10.csv", scratch, scratch));
	shell(a, "chmod 000 g/b");
	if (seteuid(getuid() == 0 ? 65534 : getuid()) < 0)
		printf("Bail out! cannot give up rights\n");
	ok(!files_match(a, &(struct shelf){.folder = scratch}, S("g/b/*"), &none, &e), "a folder that cannot be read");
	is_err(&e, ERR_SOURCE, "g/b: cannot read the folder: Permission denied", "is an error");
	e = no_err;
	ok(!files_match(a, &(struct shelf){.folder = scratch}, S("g/b/1.csv"), &none, &e), "nor one file in it");
	is_err(&e, ERR_SOURCE, "cannot look for it: Permission denied", "is taken for missing");
	if (seteuid(getuid()) < 0)
		printf("Bail out! cannot take rights back\n");
	shell(a, "chmod 755 g/b");
}

/* ── configuration ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* What the extracts of these tests may refer to: a system in Berlin, an entity, a bank's calendar. */
struct scene {
	struct zone *zone;
	struct system system;
	struct entity entity;
	struct field fields[2];
	struct entities entities;
	struct calendar calendar;
	struct calendars calendars;
	struct extract_scene at;
};

static const date easter[] = {20546, 20549};    /* 3 and 6 April 2026 */

static void scene_init(struct arena *a, struct scene *s)
{
	struct err e = no_err;

	*s = (struct scene){0};
	if (!zone_open(a, S("Europe/Berlin"), &s->zone, &e))
		printf("Bail out! %s\n", e.message);
	s->system = (struct system){.name = S("bank"), .title = S("The bank"), .zone = s->zone};
	s->fields[0].name = S("placed_at");
	s->entity = (struct entity){.name = S("order"), .fields = s->fields, .field_count = 1};
	s->entities = (struct entities){&s->entity, 1};
	s->calendar = (struct calendar){.name = S("target2"), .holidays = easter, .holiday_count = 2};
	s->calendar.closed[6] = s->calendar.closed[7] = true;
	s->calendars = (struct calendars){&s->calendar, 1};
	s->at = (struct extract_scene){&s->system, NULL, &s->entities, &s->calendars};
}

static bool configure(struct arena *a, struct scene *s, const char *toml, struct extract *x, struct mistakes *m)
{
	struct extract_text t = {0};
	struct node *root = NULL;
	struct err e = no_err;
	bool good;

	*x = (struct extract){0};
	toml = arena_print(a, "[extract.bank.lines]\nentity = \"order\"\n%s\n", toml);
	if (!toml_read(a, "x.toml", text(toml), &root, &e))
		printf("Bail out! %s\n", e.message);
	good = keys_read(a, node_get(root, "extract.bank.lines"), extract_keys, extract_key_count, &t, m);
	return extract_read(a, node_get(root, "extract.bank.lines"), &t, &s->at, x, m) && good;
}

static struct extract configured(struct arena *a, struct scene *s, const char *toml)
{
	struct mistakes *m = mistakes_new(a);
	struct extract x;

	if (!configure(a, s, toml, &x, m))
		printf("Bail out! %.*s\n", STR(mistakes_text(a, m)));
	return x;
}

static void test_keys(struct arena *a, struct scene *s)
{
	struct extract x = configured(a, s,
		"title = \"Lines\"\nnature = \"state\"\ncomplete = \"count:head.records\"\nas_of = \"max:placed_at\"\n"
		"source = { path = \"in/{business_date}/stock_{part}.xml\", parts = [\"BER\", \"HAM\"] }\n"
		"due = { days = 1, at = \"09:30\", calendar = \"target2\", timezone = \"America/New_York\" }");

	is_str(x.name, S("bank.lines"), "the name of an extract");
	is_str(x.title, S("Lines"), "its title");
	ok(x.entity == &s->entity && x.system == &s->system, "what it refers to");
	ok(x.nature == NATURE_STATE && x.complete == PROOF_COUNT && x.as_of == AS_OF_MAX, "its kinds");
	is_str(x.complete_at, S("head.records"), "where its count is");
	is_str(x.as_of_at, S("placed_at"), "whose newest value dates it");
	ok(x.unchanged_is_stale, "the same bytes for another date are stale");
	is_int((int64_t)x.source.parts.count, 2, "its parts");
	is_int(x.source.kind, SOURCE_FILE, "its kind of source");
	ok(x.has_due && x.due.days == 1 && x.due.at == (9 * 60 + 30) * 60 * SECOND && x.due.calendar == &s->calendar,
		"when it is due");
	is_z(zone_name(x.due.zone), "America/New_York", "and where");

	x = configured(a, s, "complete = \"none\"\nsource.path = \"in/{business_date}.csv\"");
	ok(x.as_of == AS_OF_NAME && x.unchanged_is_stale && !x.has_due && x.due.zone == s->zone,
		"what is not said: a dated path");
	is_str(x.title, S("bank.lines"), "and the name as title");
	x = configured(a, s, "complete = \"none\"\nsource.path = \"in/x.csv\"");
	ok(x.as_of == AS_OF_LANDED && !x.unchanged_is_stale && x.nature == NATURE_EVENTS,
		"what is not said: any other path");
	x = configured(a, s, "complete = \"none\"\nunchanged = \"ok\"\nsource.path = \"in/{business_date}.csv\"");
	ok(!x.unchanged_is_stale, "unchanged is fine if it is said to be");
}

static void test_mistakes(struct arena *a, struct scene *s)
{
	static const struct {
		const char *toml, *words;
	} cases[] = {
		{"complete = \"none\"", "neither a source nor the landing"},
		{"landing = \"a.b\"\ncomplete = \"none\"\nsource.path = \"x\"", "x.toml:3:1: it has a source and"},
		{"complete = \"none\"\nsource.kind = \"file\"", "\"path\" is missing"},
		{"complete = \"none\"\nsource = { path = \"x\", kind = \"smb\" }", "must be one of file"},
		{"source.path = \"x\"", "\"complete\" is missing: what proves that it is whole, such as \"structure\""},
		{"complete = \"often\"\nsource.path = \"x\"", "\"complete\" is \"often\", must be"},
		{"complete = \"pages\"\nsource.path = \"x\"", "\"complete\" is \"pages\", must be"},
		{"complete = \"count\"\nsource.path = \"x\"", "\"complete\" is \"count\", must be"},
		{"complete = \"trailer:x\"\nsource.path = \"x\"", "\"complete\" is \"trailer:x\", must be"},
		{"complete = \"marker\"\nsource.path = \"x\"", "the source names no marker"},
		{"complete = \"manifest\"\nsource.path = \"x\"", "the source names no manifest"},
		{"complete = \"none\"\nsource = { path = \"x\", marker = \"y\" }", "\"complete\" is not \"marker\""},
		{"complete = \"marker\"\nsource = { path = \"x\", marker = \"y_{part}\" }", "the marker has {part}"},
		{"complete = \"marker\"\nsource = { path = \"x\", marker = \"*\" }", "a marker is one file"},
		{"complete = \"manifest\"\nsource = { path = \"x\", manifest = \"y_*\" }", "one list is for all files"},
		{"complete = \"marker\"\nsource = { path = \"x_{page}\", marker = \"y_{page}\" }",
		 "{page} is of the path alone"},
		{"complete = \"none\"\nsource.path = \"x_{par}\"", "x.toml:4:8: unknown placeholder \"par\""},
		{"complete = \"none\"\nsource.path = \"x_{part}\"", "there are no parts"},
		{"complete = \"none\"\nsource = { path = \"x\", parts = [\"a\"] }", "no {part} in the path"},
		{"complete = \"none\"\nsource = { path = \"{part}\", parts = [\"a\", \"b\", \"a\"] }",
		 "the part \"a\" stands there twice"},
		{"complete = \"none\"\nsource = { path = \"{part}\", parts = [\"a\", \"\"] }", "a part is empty"},
		{"complete = \"none\"\nas_of = \"max\"\nsource.path = \"x\"", "\"as_of\" is \"max\", must be"},
		{"complete = \"none\"\nas_of = \"now\"\nsource.path = \"x\"", "\"as_of\" is \"now\", must be"},
		{"complete = \"none\"\nas_of = \"name:x\"\nsource.path = \"x\"", "\"as_of\" is \"name:x\", must be"},
		{"complete = \"none\"\nas_of = \"landed:x\"\nsource.path = \"x\"", "\"as_of\" is \"landed:x\", must be"},
		{"complete = \"none\"\nas_of = \"max:plcaed_at\"\nsource.path = \"x\"", "has no field \"plcaed_at\""},
		{"complete = \"none\"\nas_of = \"name\"\nsource.path = \"x\"", "neither {business_date} nor a glob"},
		{"complete = \"none\"\nsource.path = \"x\"\ndue.calendar = \"target3\"", "target3"},
		{"complete = \"none\"\nsource.path = \"x\"\ndue.timezone = \"Europe/Berln\"", "Berln"},
		{"complete = \"none\"\nsource.path = \"x\"\ndue.days = -1", "\"days\" is -1"},
		{"complete = \"none\"\nsource.path = \"x\"\ndeu = 3", "did you mean \"due\""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mistakes *m = mistakes_new(a);
		struct extract x;
		bool good = configure(a, s, cases[i].toml, &x, m);
		Str said = mistakes_text(a, m);

		ok(!good && text_find(said, text(cases[i].words)) < said.len, "a mistake: %s", cases[i].words);
		if (good || text_find(said, text(cases[i].words)) == said.len)
			printf("#   got: %.*s\n", STR(said));
	}
}

static void test_linking(struct arena *a, struct scene *s)
{
	struct mistakes *m = mistakes_new(a);
	struct extract all[4];

	all[0] = configured(a, s, "complete = \"structure\"\nas_of = \"header:at\"\nsource.path = \"x\"\ndue.days = 2");
	all[1] = configured(a, s, "landing = \"bank.lines\"");
	all[2] = configured(a, s, "landing = \"bank.lnes\"");
	all[3] = configured(a, s, "landing = \"bank.second\"");
	all[1].name = S("bank.second");
	all[2].name = S("bank.third");
	all[3].name = S("bank.fourth");
	ok(extracts_link(a, all, 2, m), "an extract may read the landing of another");
	ok(all[1].landing_of == &all[0] && all[1].complete == PROOF_STRUCTURE && all[1].as_of == AS_OF_HEADER
	   && all[1].due.days == 2, "and is as whole, as old and as due");
	ok(!extracts_link(a, all, 4, m) && mistakes_count(m) == 2, "but not of one that is not there or has none");
	ok(text_find(mistakes_text(a, m), S("did you mean \"bank.lines\"")) < mistakes_text(a, m).len,
		"the nearest is named");
}

/* ── due ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void test_due(struct arena *a, struct scene *s)
{
	static const struct {
		const char *due, *business_date, *at;
	} cases[] = {
		{"", "2026-03-27", "2026-03-28T00:00:00+01:00"},
		{"", "2026-03-29", "2026-03-30T00:00:00+02:00"},
		{"at = \"02:00\"", "2026-03-27", "2026-03-28T02:00:00+01:00"},
		{"at = \"02:00\"", "2026-03-28", "2026-03-29T03:00:00+02:00"},
		{"at = \"02:30\"", "2026-03-28", "2026-03-29T03:00:00+02:00"},
		{"at = \"02:30\"", "2026-10-24", "2026-10-25T02:30:00+01:00"},
		{"days = 1, at = \"09:00:30\"", "2026-03-31", "2026-04-02T09:00:30+02:00"},
		{"at = \"06:00\", timezone = \"Asia/Tokyo\"", "2026-03-31", "2026-04-01T06:00:00+09:00"},
		{"at = \"06:00\", calendar = \"target2\"", "2026-03-27", "2026-03-28T06:00:00+01:00"},
		{"at = \"06:00\", calendar = \"target2\"", "2026-03-28", NULL},
		{"at = \"06:00\", calendar = \"target2\"", "2026-03-29", NULL},
		{"at = \"06:00\", calendar = \"target2\"", "2026-04-03", NULL},
		{"at = \"06:00\", calendar = \"target2\"", "2026-03-30", "2026-03-31T06:00:00+02:00"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *due = cases[i].due[0] ? arena_print(a, "due = { %s }", cases[i].due) : "";
		struct extract x = configured(a, s, arena_print(a, "complete = \"none\"\nsource.path = \"x\"\n%s", due));
		instant want = cases[i].at ? moment(cases[i].at) : INSTANT_NONE;

		is_int(extract_due(&x, day(cases[i].business_date)), want, "%s is due { %s } at %s", cases[i].business_date,
			cases[i].due, cases[i].at ? cases[i].at : "no time");
	}
}

/* ── landing ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Extracts for business date 31 March 2026, which ends at 22:00 UTC. */
static const char before[] = "2026-03-31T21:59:59Z", after[] = "2026-03-31T22:00:00Z";

static bool land(struct arena *a, const struct extract *x, const char *now, struct landing **l, enum arrival *arrival,
	struct err *e)
{
	struct land_options o = {.project = scratch, .landings = path_join(a, scratch, "landings"),
		.business_date = day("2026-03-31"), .run = 1, .now = moment(now)};
	*e = no_err;
	return extract_land(a, x, &o, l, arrival, e);
}

static void arrives(struct arena *a, const struct extract *x, const char *now, enum arrival want, size_t parts,
	const char *what)
{
	enum arrival arrival;
	struct landing *l, *back;
	struct err e;

	ok(land(a, x, now, &l, &arrival, &e) && arrival == want, "%s%s", what, e.message);
	ok(parts ? l && l->part_count == parts && landing_open(a, l->folder, text(l->manifest), l->seal, &back, &e) : !l,
		"with a landing of %zu parts%s", parts, e.message);
}

static void is_late(struct arena *a, const struct extract *x, enum err_kind kind, const char *words, const char *what)
{
	enum arrival arrival;
	struct landing *l;
	struct err e;

	arrives(a, x, before, NOT_DUE, 0, arena_print(a, "%s: is not due", what));
	ok(!land(a, x, after, &l, &arrival, &e) && arrival == LATE && !l, "%s: is late", what);
	is_err(&e, kind, words, "and it is said why");
}

static void test_arrival(struct arena *a, struct scene *s)
{
	struct extract x = configured(a, s, "complete = \"structure\"\nsource = { path = "
		"\"in/{business_date}/stock_{part}.xml\", parts = [\"HAM\", \"BER\", \"CGN\"] }");
	struct extract closed = configured(a, s, "complete = \"none\"\nsource.path = \"in/{business_date}/none.xml\"\n"
		"due = { calendar = \"target2\" }");
	enum arrival arrival;
	struct landing *l;
	struct err e;

	is_late(a, &x, ERR_SOURCE, "in/2026-03-31/stock_HAM.xml: no such file, nor one of any other part", "nothing there");
	put(a, "in/2026-03-31/stock_HAM.xml", "ham");
	put(a, "in/2026-03-31/stock_BER.xml", "ber");
	arrives(a, &x, before, NOT_DUE, 0, "some parts, before they are due");
	arrives(a, &x, after, PARTIAL, 2, "some parts, after that");
	ok(land(a, &x, after, &l, &arrival, &e) && l->missing_parts.count == 1 && text_is(l->missing_parts.at[0], S("CGN")),
		"the missing part is named");
	put(a, "in/2026-03-31/stock_CGN.xml", "cgn");
	arrives(a, &x, before, ARRIVED, 3, "all parts, even before they are due");
	ok(land(a, &x, after, &l, &arrival, &e) && l->missing_parts.count == 0, "nothing is missing");
	is_str(l->parts[0].name, S("in/2026-03-31/stock_BER.xml"), "files are in the order of their names");
	is_str(l->parts[0].part, S("BER"), "and say which part they are");
	is_int(l->as_of, moment("2026-03-31T22:00:00Z"), "they are as of the end of their day");
	is_str(l->as_of_source, S("name"), "by their names");
	ok(l->proof == PROOF_STRUCTURE && text_is(l->extract, S("bank.lines")), "the rest stands in the landing too");
	closed.due.calendar = &s->calendar;
	s->calendar.closed[2] = true;
	arrives(a, &closed, "2027-01-01T00:00:00Z", NOT_DUE, 0, "nothing there on a closed day");
	put(a, "in/2026-03-31/none.xml", "x");
	arrives(a, &closed, "2027-01-01T00:00:00Z", ARRIVED, 1, "something there on a closed day");
	s->calendar.closed[2] = false;
	x.source.path = S("in/{business_date}/stock_*{part}*");
	x.source.parts.at[1] = S("B");
	x.source.parts.at[2] = S("R");
	ok(!land(a, &x, after, &l, &arrival, &e), "a file of two parts");
	is_err(&e, ERR_CONFIG, "stock_BER.xml: the file of part", "is a mistake");
}

/* Pages of several files, declared as such: a gap between them is seen. */
static void test_pages(struct arena *a, struct scene *s)
{
	struct extract x = configured(a, s,
		"complete = \"structure\"\nsource.path = \"pages/{business_date}/o_{page}.json\"");
	struct extract parts = configured(a, s, "complete = \"structure\"\nsource = { path = "
		"\"pages/{business_date}/{part}-{page}.json\", parts = [\"BER\", \"HAM\"] }");
	enum arrival arrival;
	struct landing *l;
	struct err e;

	put(a, "pages/2026-03-31/o_2.json", "2");
	put(a, "pages/2026-03-31/o_3x.json", "x");
	is_late(a, &x, ERR_INCOMPLETE, "o_[0-9]*.json: page 1 is not there, though page 2 is", "the second page alone");
	put(a, "pages/2026-03-31/o_1.json", "1");
	arrives(a, &x, after, ARRIVED, 2, "two pages, and a file that is none");
	for (int i = 3; i <= 10; i++)
		put(a, arena_print(a, "pages/2026-03-31/o_%d.json", i), arena_print(a, "%d", i));
	arrives(a, &x, after, ARRIVED, 10, "ten pages");
	shell(a, "rm pages/2026-03-31/o_7.json");
	is_late(a, &x, ERR_INCOMPLETE, "page 7 is not there, though page 10 is", "a gap");
	put(a, "pages/2026-03-31/o_7.json", "7");
	put(a, "pages/2026-03-31/o_007.json", "7");
	is_late(a, &x, ERR_INCOMPLETE, "page 7 is there twice", "a number twice");
	shell(a, "rm pages/2026-03-31/o_007.json");
	put(a, "pages/2026-03-31/o_00.json", "0");
	arrives(a, &x, after, ARRIVED, 11, "pages from 0");
	put(a, "pages/2026-03-31/BER-1.json", "1");
	put(a, "pages/2026-03-31/HAM-1.json", "2");
	put(a, "pages/2026-03-31/HAM-3.json", "3");
	ok(!land(a, &parts, after, &l, &arrival, &e), "a gap in one of two parts");
	is_err(&e, ERR_INCOMPLETE, "HAM-[0-9]*.json: page 2 is not there, though page 3 is", "is named");
}

static void test_bad_files(struct arena *a, struct scene *s)
{
	struct extract x = configured(a, s, "complete = \"none\"\nsource.path = \"bad/*.csv\"");
	enum arrival arrival;
	struct landing *l;
	struct err e;

	put(a, "bad/1.csv", "x");
	put(a, "bad/2.csv", "");
	ok(!land(a, &x, after, &l, &arrival, &e) && !l && arrival == UNREADABLE, "an empty file beside a good one");
	is_err(&e, ERR_SOURCE, "bad/2.csv: is empty", "is an error");
	x.source.path = S("bad");
	ok(!land(a, &x, after, &l, &arrival, &e) && !l, "a folder instead of a file");
	is_err(&e, ERR_SOURCE, "is a folder", "is an error");
}

static void test_as_of(struct arena *a, struct scene *s)
{
	struct extract x = configured(a, s, "complete = \"none\"\nas_of = \"name\"\nsource.path = \"dated/*.csv\"");
	enum arrival arrival;
	struct landing *l;
	struct err e;

	put(a, "dated/x_20260328.csv", "1");
	ok(land(a, &x, after, &l, &arrival, &e), "a file with an older date in its name%s", e.message);
	is_int(l->as_of, moment("2026-03-28T23:00:00Z"), "is as old as its name says: Saturday's end, in winter time");
	put(a, "dated/x_20260329.csv", "2");
	ok(land(a, &x, after, &l, &arrival, &e) && l->as_of == moment("2026-03-28T23:00:00Z"),
		"of several the oldest counts");
	x.source.path = S("dated/*29.csv");
	ok(land(a, &x, after, &l, &arrival, &e) && l->as_of == moment("2026-03-29T22:00:00Z"), "Sunday has 23 hours");
	put(a, "dated/undated.csv", "3");
	x.source.path = S("dated/u*");
	ok(!land(a, &x, after, &l, &arrival, &e), "a name without a date");
	is_err(&e, ERR_SOURCE, "there is no date in its name", "is an error");
	x.as_of = AS_OF_LANDED;
	ok(land(a, &x, after, &l, &arrival, &e) && l->as_of == moment(after) && text_is(l->as_of_source, S("landed")),
		"as of the landing");
	x.as_of = AS_OF_MAX;
	x.as_of_at = S("placed_at");
	ok(land(a, &x, after, &l, &arrival, &e) && l->as_of == INSTANT_NONE && text_is(l->as_of_source, S("max:placed_at")),
		"as of what reading will find");
}

static void test_markers(struct arena *a, struct scene *s)
{
	struct extract x = configured(a, s, "complete = \"marker\"\n"
		"source = { path = \"m/{part}.csv\", parts = [\"a\", \"b\"], marker = \"m/{business_date:%Y%m%d}.done\" }");

	is_late(a, &x, ERR_SOURCE, "m/a.csv: no such file", "nothing there");
	put(a, "m/a.csv", "a");
	put(a, "m/b.csv", "b");
	is_late(a, &x, ERR_INCOMPLETE, "m/20260331.done: the marker is not there", "files without their marker");
	put(a, "m/20260331.done", "");
	arrives(a, &x, before, ARRIVED, 2, "files with their marker");
	x.source.marker = S("m/{part}.ok");
	is_late(a, &x, ERR_INCOMPLETE, "m/a.ok: the marker is not there", "files without markers by part");
	put(a, "m/b.ok", "");
	arrives(a, &x, after, PARTIAL, 1, "one part with its marker");
	put(a, "m/a.ok", "");
	arrives(a, &x, after, ARRIVED, 2, "both");
}

static void test_lists(struct arena *a, struct scene *s)
{
	struct extract x = configured(a, s, "complete = \"manifest\"\n"
		"source = { path = \"l/*.csv\", manifest = \"l/SHA256SUMS\" }");
	enum arrival arrival;
	struct landing *l;
	struct err e;

	put(a, "l/a.csv", "a");
	put(a, "l/b \\ b.csv", "b");
	is_late(a, &x, ERR_INCOMPLETE, "l/SHA256SUMS: the list of files is not there", "files without a list");
	shell(a, "cd l && sha256sum a.csv > SHA256SUMS");
	is_late(a, &x, ERR_INCOMPLETE, "l/SHA256SUMS: does not list \"l/b", "a file that is not in the list");
	shell(a, "cd l && touch other.txt && mkdir sub && sha256sum ./*.csv other.txt > SHA256SUMS && "
		"sha256sum -b a.csv | sed 's/a.csv/sub\\/c.csv/' >> SHA256SUMS");
	arrives(a, &x, before, ARRIVED, 2, "files as they are listed, beside others");
	shell(a, "cd l && sha256sum a.csv | sed s/a.csv/c.csv/ >> SHA256SUMS");
	is_late(a, &x, ERR_INCOMPLETE, "lists \"l/c.csv\", which is not there", "a file that is only in the list");
	put(a, "l/c.csv", "c");
	is_late(a, &x, ERR_INCOMPLETE, "l/c.csv: its SHA-256 is 2e7d", "a file that is not as it is listed");
	put(a, "l/SHA256SUMS", "# list\n");
	ok(!land(a, &x, after, &l, &arrival, &e), "a list that is none");
	is_err(&e, ERR_FORMAT, "SHA256SUMS:1: no digest and name", "is an error");
}

int main(void)
{
	static struct arena *a;
	char folder[] = "/tmp/counterfoil-extract-XXXXXX";
	struct scene s;

	a = arena_new(NULL);
	scratch = mkdtemp(folder);
	if (!scratch || chmod(scratch, 0711) < 0)
		return 1;
	scene_init(a, &s);
	test_patterns(a);
	test_dates_in_names();
	test_globs(a);
	test_keys(a, &s);
	test_mistakes(a, &s);
	test_linking(a, &s);
	test_due(a, &s);
	test_arrival(a, &s);
	test_pages(a, &s);
	test_bad_files(a, &s);
	test_as_of(a, &s);
	test_markers(a, &s);
	test_lists(a, &s);
	shell(a, arena_print(a, "rm -rf '%s'", folder));
	arena_end(a);
	return done();
}
