#include "chance.h"
#include "found.h"
#include "map_harness.h"

#include "format/json_read.h"
#include "format/xml.h"

/* What real records consist of, what departs from earlier nights, and what a map may have meant by a path that none of
 * them has. */

static bool founds_of(struct arena *a, struct asked *asked, bool xml, const struct path *wanted, size_t count,
	struct founds *founds, struct err *e)
{
	if (xml)
		return xml_reader_next(xml_reader_new(a, asked->chars, &asked->rows, wanted, count), a, founds, e);
	return json_reader_next(json_reader_new(a, window_new(a, asked->chars, 0), false, &asked->rows, wanted, count), a,
		founds, e);
}

/* One batch of the content's records through the map; the map's tally knows the rest. */
static bool batch(struct bench *x, const char *rows, const char *content, struct mapped *out)
{
	bool xml = *content == '<';
	struct err e = {0};
	struct asked asked;
	struct founds founds = {0};
	struct batch in = {0};
	struct record *records;
	const struct path *paths;
	size_t count;

	if (!ask(x->a, text(content), 0, xml, rows, "", &asked, &e))
		return false;
	paths = map_paths(x->map, &count);
	if (!founds_of(x->a, &asked, xml, paths, count, &founds, &e))
		return false;
	records = arena_array(x->a, founds.count + 1, struct record);
	for (size_t i = 0; i < founds.count; i++)
		records[i] = (struct record){.cells = founds.at[i].cells, .cell_count = founds.at[i].cell_count,
			.text = founds.at[i].text, .context = founds.at[i].context,
			.place = {.member = S("x"), .record = i + 1}};
	in.records = records;
	in.count = founds.count;
	map_batch(x->map, x->tally, x->a, &in, out);
	return true;
}

static bool mapped(struct bench *x, const char *map, const char *rows, const char *content)
{
	struct mapped out;

	return bench_open(x, map) && batch(x, rows, content, &out);
}

/* The next night: what was is known. */
static bool night(struct bench *x, bool released, const char *rows, const char *content, struct mapped *out)
{
	struct map_about about = {.run = S("7"), .released = released};

	about.known = map_shape(x->a, x->tally, &about.known_count);
	x->tally = map_tally_new(x->a, x->map, &about);
	return batch(x, rows, content, out);
}

/* a number, b.c* text missing: what no path leads to has a star. */
static Str shape_text(struct bench *x)
{
	struct buf *b = buf_new(x->a, 1 << 16);
	size_t count;
	const struct shape_path *list = map_shape(x->a, x->tally, &count);

	for (size_t i = 0; i < count; i++) {
		buf_print(b, "%s%.*s%s", i ? ", " : "", STR(list[i].path), list[i].mapped ? "" : "*");
		for (size_t k = 0; k < SHAPE_KINDS; k++)
			if (list[i].kinds & 1U << k)
				buf_print(b, " %s", shape_kinds[k]);
	}
	return buf_str(b);
}

/* new_field b 2 @1 number (9); and how many records are rejects. */
static Str drift_text(struct bench *x)
{
	struct buf *b = buf_new(x->a, 1 << 16);
	size_t count;
	const struct departure *list = map_departures(x->a, x->tally, &count);

	for (size_t i = 0; i < count; i++)
		buf_print(b, "%s %.*s %ju @%ju %.*s (%.*s); ", drift_names[list[i].drift], STR(list[i].path),
			(uintmax_t)list[i].count, (uintmax_t)list[i].first.record, STR(list[i].what), STR(list[i].example));
	buf_print(b, "%ju rejected", (uintmax_t)x->tally->rejected);
	return buf_str(b);
}

static const struct {
	const char *map, *rows, *content, *want;
} shapes[] = {
	{"id = \"a\"", "[*]", "[{\"a\": 1}]", "a number"},
	{"id = \"a\"", "[*]", "[{\"a\": 1, \"b\": {\"c\": 1}}, {\"a\": 2, \"b\": null}, {\"a\": 3}]",
		"a number, b* null object missing"},
	{"id = \"a\"\nt = \"b.c\"", "[*]", "[{\"a\": 1, \"b\": {\"c\": \"1\", \"d\": true}}, {\"a\": 2, \"b\": null}]",
		"a number, b null object, b.c text, b.d* boolean"},
	{"id = \"a\"\nj = \"b\"", "[*]", "[{\"a\": 1, \"b\": {\"c\": 1, \"d\": 2}}]", "a number, b object"},
	{"id = \"a\"\nj = \"b\"\nt = \"b.c\"", "[*]", "[{\"a\": 1, \"b\": {\"c\": 1, \"d\": 2}}]", "a number, b object"},
	{"id = \"a\"\ni = \"sum:l[*].q\"", "[*]", "[{\"a\": 1, \"l\": [{\"q\": 1, \"p\": 2}, {\"q\": 1, \"p\": {}}]}]",
		"a number, l list, l[*] object, l[*].q number, l[*].p* number object"},
	{"id = \"a\"\nt = \"l[0].q\"", "[*]", "[{\"a\": 1, \"l\": [{\"q\": 1, \"p\": 2}]}]",
		"a number, l list, l[*] object, l[*].q number, l[*].p* number"},
	{"id = \"a\"\nt = \"join:o{*}.value.x\"", "[*]",
		"[{\"a\": 1, \"o\": {\"k\": {\"x\": 1, \"y\": 2}, \"m\": {\"x\": 1}}}]",
		"a number, o object, o{*} object, o{*}.x number, o{*}.y* number missing"},
	{"id = \"a\"\nt = \"join:o{*}.key\"", "[*]", "[{\"a\": 1, \"o\": {\"k\": {\"x\": 1, \"y\": 2}}}]",
		"a number, o object, o{*} object"},
	{"id = \"a\"\nt = \"join:o{*}.key\"\np = \"o.z\"", "[*]", "[{\"a\": 1, \"o\": {\"k\": 1, \"z\": \"x\"}}]",
		"a number, o object, o{*} number text"},
	{"id = \"a\"", "[*]", "[{\"a\": 1, \"b.c\": 1}]", "a number, [\"b.c\"]* number"},
	{"id = \"^.n\"\nt = \"a\"", "[*].l[*]", "[{\"n\": 1, \"m\": 2, \"l\": [{\"a\": 1, \"b\": 2}]}]",
		"a number, b* number"},
	{"id = \"@no\"\nt = \"Amt.text()\"", "r.e[*]",
		"<r><e no=\"1\"><Amt Ccy=\"EUR\">5</Amt><X><Y>1</Y></X></e><e no=\"2\"><Amt/></e></r>",
		"@no text, Amt null text, Amt.@Ccy* text missing, X* object missing"},
	{"id = \"@no\"\nt = \"Amt.@Ccy\"", "r.e[*]", "<r><e no=\"1\" at=\"2\"><Amt Ccy=\"EUR\">5</Amt></e></r>",
		"@no text, @at* text, Amt text, Amt.@Ccy text"},
	{"id = \"@no\"\ni = \"sum:L[*].Q\"", "r.e[*]", "<r><e no=\"1\"><L><Q>1</Q><P>2</P></L><L><Q>1</Q></L></e></r>",
		"@no text, L object, L.Q text, L.P* text missing"},
};

/* The first night teaches; of the second is what departs, and what is known afterwards. */
static const struct {
	const char *contract, *first, *second, *drift, *shape;
} nights[] = {
	{"", "[{\"a\": 1}]", "[{\"a\": 2}]", "0 rejected", "a number"},
	{"", "[{\"a\": 1}]", "[{\"a\": 2}, {\"a\": 3, \"Gift\": \"Ab 12\"}]",
		"new_field Gift 1 @2 text (Xx 99); 0 rejected", "a number, Gift* text missing"},
	{"new_field = \"reject\"", "[{\"a\": 1}]", "[{\"a\": 2}, {\"a\": 3, \"b\": 1}, {\"a\": 3, \"b\": \"\"}]",
		"new_field b 2 @2 number (9); 2 rejected", "a number"},
	{"new_field = \"fail\"", "[{\"a\": 1}]", "[{\"a\": 2, \"b\": 1}]", "new_field b 1 @1 number (9); 0 rejected",
		"a number"},
	/* What a path of the map leads to is nothing new. */
	{"new_field = \"reject\"", "[{\"a\": 1}]", "[{\"a\": 2, \"t\": \"x\"}]", "0 rejected", "a number, t text"},
	{"missing_field = \"warn\"", "[{\"a\": 1, \"b\": 1}]", "[{\"a\": 2, \"b\": 2}, {\"a\": 3}]",
		"missing_field b 1 @2  (); 0 rejected", "a number, b* number missing"},
	{"missing_field = \"reject\"", "[{\"a\": 1, \"b\": 1}]", "[{\"a\": 2, \"b\": 2}, {\"a\": 3}]",
		"missing_field b 1 @2  (); 1 rejected", "a number, b* number"},
	{"missing_field = \"reject\"", "[{\"a\": 1, \"b\": 1}, {\"a\": 4}]", "[{\"a\": 2}]", "0 rejected",
		"a number, b* missing"},
	/* Null is there, and of every kind. */
	{"missing_field = \"reject\", type_change = \"reject\"", "[{\"a\": 1, \"b\": 1, \"c\": null}]",
		"[{\"a\": 2, \"b\": null, \"c\": 5}]", "0 rejected", "a number, b* null, c* number"},
	{"type_change = \"warn\"", "[{\"a\": 1, \"t\": \"x\"}]", "[{\"a\": 2, \"t\": 12}, {\"a\": 3, \"t\": 13}]",
		"type_change t 2 @1 number, where text was (12); 0 rejected", "a number, t number"},
	{"type_change = \"reject\"", "[{\"a\": 1, \"t\": \"x\"}]", "[{\"a\": 2, \"t\": 12}, {\"a\": 3, \"t\": \"y\"}]",
		"type_change t 1 @1 number, where text was (12); 1 rejected", "a number, t text"},
	{"type_change = \"accept\"", "[{\"a\": 1, \"p\": \"x\"}, {\"a\": 1, \"p\": true}]", "[{\"a\": 2, \"p\": 4711}]",
		"type_change p 1 @1 number, where boolean or text was (9999); 0 rejected", "a number, p number"},
	{"type_change = \"accept\"", "[{\"a\": 1, \"t\": 5}]", "[{\"a\": 2, \"t\": \"4111 1111 1111 1111\"}]",
		"type_change t 1 @1 text, where number was (**** **** **** 1111); 1 rejected", "a number, t text"},
	/* Under lists and objects, of those that are there. */
	{"missing_field = \"reject\"", "[{\"a\": 1, \"l\": [{\"q\": 1}]}]",
		"[{\"a\": 2, \"l\": []}, {\"a\": 3, \"l\": [{\"q\": 1}, {}]}]",
		"missing_field l[*].q 1 @2  (); 1 rejected", "a number, l list, l[*] object, l[*].q number"},
	{"missing_field = \"reject\"", "[{\"a\": 1, \"o\": {\"q\": 1}}]",
		"[{\"a\": 2, \"o\": null}, {\"a\": 3, \"o\": {}}]",
		"missing_field o.q 1 @2  (); 1 rejected", "a number, o null object"},
	{"new_value = \"warn\"", "[{\"a\": 1, \"s\": \"PAID\"}]", "[{\"a\": 2, \"s\": \"parked\"}]",
		"new_value status 1 @1  (parked); 0 rejected", "a number, s text"},
	{"new_value = \"reject\"", "[{\"a\": 1, \"s\": \"PAID\"}]", "[{\"a\": 2, \"s\": \"parked\"}]",
		"new_value status 1 @1  (parked); 1 rejected", "a number, s text"},
	{"new_value = \"fail\"", "[{\"a\": 1, \"s\": \"PAID\"}]", "[{\"a\": 2, \"s\": \"parked\"}]",
		"new_value status 1 @1  (parked); 0 rejected", "a number, s text"},
	{"new_value = \"reject\", new_field = \"warn\"", "[{\"a\": 1}]",
		"[{\"a\": 2, \"s\": \"parked\", \"b\": true}, {\"a\": 3, \"s\": \"lost\", \"b\": null}]",
		"new_field b 2 @1 boolean (xxxx); new_value status 2 @1  (parked); 2 rejected",
		"a number, s text, b* null boolean"},
	{"new_value = \"accept\"", "[{\"a\": 1}]", "[{\"a\": 2, \"g\": 5}, {\"a\": 2, \"g\": 1}]",
		"new_value i 1 @1  (5); 1 rejected", "a number, g number"},
};

#define WATCHED "id = \"a\"\nt = { get = \"t\", missing = \"null\" }\np = { get = \"p\", missing = \"null\" }\n" \
	"i = { get = \"g\", missing = \"null\", check = { in = [1, 2] } }\n" \
	"d = { get = \"sum:l[*].q\", missing = \"null\" }\n" \
	"du = { get = \"o.q\", missing = \"null\" }\n" \
	"status = { get = \"s\", missing = \"null\", crosswalk = \"states\", else = \"null\" }\n"

static void two_nights(void)
{
	for (size_t i = 0; i < sizeof nights / sizeof *nights; i++) {
		char map[1024];
		struct bench x;
		struct mapped out;

		snprintf(map, sizeof map, WATCHED "drift = { %s }", nights[i].contract);
		ok(mapped(&x, map, "[*]", nights[i].first), "%s: %s", nights[i].contract, nights[i].first);
		is_str(drift_text(&x), S("0 rejected"), "on the first night nothing departs");
		ok(night(&x, false, "[*]", nights[i].second, &out), "%s", nights[i].second);
		is_str(drift_text(&x), text(nights[i].drift), "%s: %s behind %s", nights[i].contract, nights[i].second,
			nights[i].first);
		is_str(shape_text(&x), text(nights[i].shape), "what is known afterwards");
		arena_end(x.a);
	}
}

/* The same in XML: attributes and elements, each of the elements that are there. */
static const struct {
	const char *contract, *first, *second, *drift;
} elements[] = {
	{"missing_field = \"reject\"", "<r><e no=\"1\" at=\"2\"><A>5</A></e></r>", "<r><e no=\"2\"><A>6</A></e></r>",
		"missing_field @at 1 @1  (); 1 rejected"},
	{"missing_field = \"reject\"", "<r><e no=\"1\"><A>5</A><B/></e></r>",
		"<r><e no=\"2\"><A>6</A></e><e no=\"3\"/></r>",
		"missing_field B 1 @1  (); 1 rejected"},
	{"new_field = \"reject\"", "<r><e no=\"1\"/></r>", "<r><e no=\"2\"/><e no=\"3\" id=\"4\"><C>D</C></e></r>",
		"new_field @id 1 @2 text (9); new_field C 1 @2 text (X); 1 rejected"},
	{"type_change = \"reject\"", "<r><e no=\"1\"><A>5</A><A/></e></r>", "<r><e no=\"2\"><A><D>1</D></A></e></r>",
		"new_field A.D 1 @1 text (9); type_change A 1 @1 object, where text was (); 1 rejected"},
};

static void two_nights_of_elements(void)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		char map[300];
		struct bench x;
		struct mapped out;

		snprintf(map, sizeof map, "id = \"@no\"\ni = { get = \"sum:A[*].Q\", missing = \"null\" }\ndrift = { %s }",
			elements[i].contract);
		ok(mapped(&x, map, "r.e[*]", elements[i].first), "%s: %s", elements[i].contract, elements[i].first);
		ok(night(&x, false, "r.e[*]", elements[i].second, &out), "%s", elements[i].second);
		is_str(drift_text(&x), text(elements[i].drift), "%s: %s", elements[i].contract, elements[i].second);
		arena_end(x.a);
	}
}

/* One batch of a file with these columns, of which the map reads the first. */
static void of_columns(struct bench *x, const char *names, size_t count)
{
	struct texts *columns = arena_new_of(x->a, struct texts), *unread = arena_new_of(x->a, struct texts);
	struct record *records = arena_array(x->a, count, struct record);
	struct cell *cell = arena_new_of(x->a, struct cell);
	struct batch in = {.records = records, .count = count, .columns = columns, .unread = unread};
	struct mapped out;
	Str name, rest = text(names);
	bool more = true;

	while (more) {
		more = text_cut(rest, ',', &name, &rest);
		texts_add(x->a, columns, name);
		if (columns->count > 1)
			texts_add(x->a, unread, name);
	}
	*cell = (struct cell){.kind = CELL_TEXT, .text = S("1")};
	for (size_t i = 0; i < count; i++)
		records[i] = (struct record){.cells = cell, .cell_count = 1, .place = {.member = S("x.csv"), .record = i + 1}};
	map_batch(x->map, x->tally, x->a, &in, &out);
}

static void columns(void)
{
	struct path lines = {.source = S("line")};
	struct map_about about = {.run = S("7"), .elsewhere = &lines, .elsewhere_count = 1};
	struct bench x;

	ok(bench_open(&x, "id = \"a\"\ndrift = { new_field = \"reject\", missing_field = \"warn\" }"), "a map of columns");
	of_columns(&x, "a,b,,c", 2);
	of_columns(&x, "a,b", 1);
	is_str(shape_text(&x), S("a text, b* text, c* text missing"), "a night of two files");
	about.known = map_shape(x.a, x.tally, &about.known_count);
	x.tally = map_tally_new(x.a, x.map, &about);
	of_columns(&x, "a,b,new", 2);
	of_columns(&x, "a,line,\xFF", 3);
	is_str(drift_text(&x), S("new_field new 2 @1 text (); missing_field b 3 @1  (); 2 rejected"),
		"a new one, one that is lacking, and one that another extract reads");
	is_str(shape_text(&x), S("a text, b* text missing, c* missing, line text missing"), "what is let in is known");
	arena_end(x.a);
}

/* ── by chance: two nights of flat records, in batches of any size, against a count of what each holds ───────────── */

enum { MEMBERS = 6, RECORDS = 12, ABSENT = SHAPE_KINDS };

/* Of each record and member the number of its kind, or ABSENT. */
struct flat {
	int kinds[RECORDS][MEMBERS];
};

static void flat_make(struct flat *f, bool second)
{
	for (int m = 0; m < MEMBERS; m++) {
		bool always = one_in(2), here = !one_in(second ? 8 : 4);
		int usual = (int)between(0, 5);

		for (int r = 0; r < RECORDS; r++) {
			int kind = one_in(5) ? (int)between(0, 5) : usual;

			f->kinds[r][m] = here && (always || !one_in(4)) ? kind : ABSENT;
		}
	}
}

/* The members of a record stand in any order. */
static void flat_write(struct buf *b, const struct flat *f, int r)
{
	static const char *const values[] = {"null", "true", "12", "\"x\"", "{\"q\": 1}", "[1]"};
	int from = (int)between(0, MEMBERS - 1);

	buf_print(b, "{\"a\": %d", r);
	for (int i = 0; i < MEMBERS; i++) {
		int m = (from + i) % MEMBERS;

		if (f->kinds[r][m] != ABSENT)
			buf_print(b, ", \"m%d\": %s", m, values[f->kinds[r][m]]);
	}
	buf_add(b, S("}"));
}

/* All records, from some one on, in batches. */
static void flat_night(struct bench *x, const struct flat *f)
{
	int at = 0, from = (int)between(0, RECORDS - 1);

	while (at < RECORDS) {
		struct buf *b = buf_new(x->a, 1 << 16);
		struct mapped out;
		int count = 1 + (int)between(0, RECORDS - 1);

		buf_add(b, S("["));
		for (int i = 0; i < count && at < RECORDS; i++, at++) {
			buf_add(b, i > 0 ? S(", ") : S(""));
			flat_write(b, f, (from + at) % RECORDS);
		}
		buf_add(b, S("]"));
		buf_byte(b, '\0');
		if (!batch(x, "[*]", b->at, &out))
			ok(false, "a batch: %s", b->at);
	}
}

/* m0 is read by the map, so it is never new. */
static Str flat_expected(struct arena *a, const struct flat *first, const struct flat *second)
{
	enum { VALUES = SHAPE_BOOLEAN | SHAPE_NUMBER | SHAPE_TEXT | SHAPE_OBJECT | SHAPE_LIST };
	struct buf *lines[3] = {buf_new(a, 1 << 12), buf_new(a, 1 << 12), buf_new(a, 1 << 12)};

	for (int m = 0; m < MEMBERS; m++) {
		unsigned known = 0;
		int had = 0, has = 0, changed = 0;

		for (int r = 0; r < RECORDS; r++) {
			had += first->kinds[r][m] != ABSENT;
			known |= first->kinds[r][m] != ABSENT ? 1U << first->kinds[r][m] : 0;
		}
		for (int r = 0; r < RECORDS; r++) {
			unsigned kind = second->kinds[r][m] != ABSENT ? 1U << second->kinds[r][m] : 0;

			has += kind != 0;
			changed += (known & VALUES) != 0 && (kind & VALUES & ~known) != 0;
		}
		if (had == 0 && has > 0 && m > 0)
			buf_print(lines[0], "new_field m%d %d; ", m, has);
		if (had == RECORDS && has < RECORDS)
			buf_print(lines[1], "missing_field m%d %d; ", m, RECORDS - has);
		if (changed > 0)
			buf_print(lines[2], "type_change m%d %d; ", m, changed);
	}
	return text(arena_print(a, "%.*s%.*s%.*s", STR(buf_str(lines[0])), STR(buf_str(lines[1])), STR(buf_str(lines[2]))));
}

static Str flat_found(struct bench *x)
{
	struct buf *b = buf_new(x->a, 1 << 12);
	size_t count;
	const struct departure *list = map_departures(x->a, x->tally, &count);

	for (size_t i = 0; i < count; i++)
		buf_print(b, "%s %.*s %ju; ", drift_names[list[i].drift], STR(list[i].path), (uintmax_t)list[i].count);
	return buf_str(b);
}

static void by_chance(void)
{
	enum { ROUNDS = 300 };
	int wrong = 0, departed = 0;

	for (int round = 0; round < ROUNDS && wrong == 0; round++) {
		struct flat first, second;
		struct map_about about = {.run = S("7")};
		struct bench x;
		Str want, got;

		flat_make(&first, false);
		flat_make(&second, true);
		if (!bench_open(&x, "id = \"a\"\nj = { get = \"m0\", missing = \"null\" }\ndrift = { new_field = \"reject\" }"))
			ok(false, "a map");
		flat_night(&x, &first);
		about.known = map_shape(x.a, x.tally, &about.known_count);
		x.tally = map_tally_new(x.a, x.map, &about);
		flat_night(&x, &second);
		want = flat_expected(x.a, &first, &second);
		got = flat_found(&x);
		departed += want.len > 0;
		wrong += !text_is(want, got);
		if (wrong > 0)
			is_str(got, want, "round %d", round);
		arena_end(x.a);
	}
	ok(wrong == 0 && departed > ROUNDS / 2, "%d pairs of nights, of which %d differ", ROUNDS, departed);
}

/* Names and values that Postgres, or a page, would not take. */
static void odd_texts(void)
{
	struct bench x;
	struct mapped out;
	const struct departure *list;
	size_t count;

	ok(mapped(&x, WATCHED "drift = {}", "[*]", "[{\"a\": 1, \"t\": 5}]"), "a night");
	ok(night(&x, false, "[*]", "[{\"a\": 1, \"x\\u0000y\": \"a\\u0000\\u00E4\\u20AC\", \"t\": "
		"\"\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"
		"\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4-\xC3\xA4\xC3\xA4\"}]", &out),
		"another with NUL and long characters");
	list = map_departures(x.a, x.tally, &count);
	is_int((int64_t)count, 2, "two departures");
	is_str(list[0].path, S("x y"), "a name without NUL");
	is_str(list[0].example, S("x xx"), "a pattern of characters, not bytes");
	ok(list[1].example.len == 39 && text_is_utf8(list[1].example, NULL), "an example is cut where a character ends");
	arena_end(x.a);
}

static void released(void)
{
	struct bench x;
	struct mapped out;

	ok(mapped(&x, WATCHED "drift = { new_field = \"fail\", type_change = \"reject\" }", "[*]", "[{\"a\": 1}]"),
		"a night");
	ok(night(&x, true, "[*]", "[{\"a\": \"x\", \"b\": 1}]", &out), "another, that a person lets in");
	is_str(drift_text(&x), S("new_field b 1 @1 number (9); type_change a 1 @1 text, where number was (x); 0 rejected"),
		"is said and let in");
	is_str(shape_text(&x), S("a text, b* number"), "and known afterwards");
	arena_end(x.a);
}

/* Members named after what they hold: there is room for so many, and the others are counted. */
static void bounded(void)
{
	enum { MANY = 1500 };
	struct bench x;
	struct mapped out;
	struct buf *b;
	const struct departure *list;
	size_t count;

	ok(mapped(&x, WATCHED "drift = { new_field = \"warn\" }", "[*]", "[{\"a\": 1}]"), "a night of one member");
	b = buf_new(x.a, 1 << 20);
	buf_add(b, S("[{\"a\": 1"));
	for (int i = 0; i < MANY; i++)
		buf_print(b, ", \"n%d\": %d", i, i);
	buf_add(b, S("}]"));
	buf_byte(b, '\0');
	ok(night(&x, false, "[*]", b->at, &out), "another of %d", MANY);
	map_shape(x.a, x.tally, &count);
	is_int((int64_t)count, SHAPE_KEPT, "no more is known than there is room for");
	list = map_departures(x.a, x.tally, &count);
	is_int((int64_t)count, DEPARTURES_KEPT + 1, "nor listed");
	is_str(list[count - 1].path, S(""), "the rest stands in one line");
	arena_end(x.a);
}

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

	chance_open();
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		snprintf(map, sizeof map, "%s\ndrift = {}", shapes[i].map);
		ok(mapped(&x, map, shapes[i].rows, shapes[i].content), "%s", shapes[i].map);
		is_str(shape_text(&x), text(shapes[i].want), "shape of %s", shapes[i].content);
		arena_end(x.a);
	}
	two_nights();
	two_nights_of_elements();
	columns();
	odd_texts();
	by_chance();
	released();
	bounded();
	for (size_t i = 0; i < sizeof meant / sizeof *meant; i++) {
		Str got;

		ok(mapped(&x, meant[i].map, meant[i].rows, meant[i].content), "%s", meant[i].map);
		got = text(or_nothing(map_lacking(x.a, x.map, x.tally)));
		ok(text_ends(got, text(meant[i].want)), "what %s meant: %.*s", meant[i].map, STR(got));
		arena_end(x.a);
	}
	return done();
}
