#include "config/keys.h"

#include "parsed.h"

enum colour { RED = 3, GREEN = 7 };

static const struct key_name colours[] = {{"red", RED}, {"green", GREEN}, {NULL, 0}};

struct guard {
	struct share max_delete;
	int64_t at_least;
};

struct thing {
	Str title, from_default, absent;
	bool on, on_by_default;
	int64_t count;
	int small;
	struct texts names, by_default;
	struct duration due, soon;
	struct share share, rows;
	struct decimal tolerance, exact;
	struct day day, written;
	struct time_of_day at, later;
	enum colour colour, paint;
	const struct node *map;
	struct guard guard;
};

static const struct key guard_keys[] = {
	KEY(struct guard, max_delete, .doc = "how much may go", .def = "5%"),
	KEY(struct guard, at_least, .doc = "from so many rows", .def = "100", .least = 1, .most = 1000),
};

static const struct key keys[] = {
	KEY(struct thing, title, .doc = "for people", .required = true),
	KEY(struct thing, from_default, .doc = "has a default", .def = "as | is"),
	KEY(struct thing, absent, .doc = "stays empty"),
	KEY(struct thing, on, .doc = "a switch"),
	KEY(struct thing, on_by_default, .doc = "a switch that is on", .def = "true"),
	KEY(struct thing, count, .doc = "how many", .def = "-7"),
	KEY(struct thing, small, .doc = "an int without names", .def = "12"),
	KEY(struct thing, names, .doc = "some texts"),
	KEY(struct thing, by_default, .doc = "some more", .def = "a, b c"),
	KEY(struct thing, due, .doc = "how long"),
	KEY(struct thing, soon, .doc = "how soon", .def = "1d12h"),
	KEY(struct thing, share, .doc = "a part"),
	KEY(struct thing, rows, .doc = "a number of rows"),
	KEY(struct thing, tolerance, .doc = "an amount"),
	KEY(struct thing, exact, .doc = "another", .def = "0.00"),
	KEY(struct thing, day, .doc = "a day"),
	KEY(struct thing, written, .doc = "a day as text"),
	KEY(struct thing, at, .doc = "a time"),
	KEY(struct thing, later, .doc = "a later one", .def = "23:59:58"),
	KEY(struct thing, colour, .doc = "one of some", .names = colours, .required = true),
	KEY_AS(struct thing, paint, "paint-with", .doc = "one of some", .names = colours, .def = "green"),
	KEY(struct thing, map, .doc = "as it stands"),
	KEY(struct thing, guard, .doc = "a nested table", .table = guard_keys, .table_count = KEY_COUNT(guard_keys)),
};

static const struct node *tree(struct arena *a, const char *source)
{
	return parsed(a, "t.toml", source);
}

static void good(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct thing t = {0};
	const struct node *root = tree(a,
		"title = \"T\"\non = true\nnames = [\"x\", \"y\"]\ndue = \"26h\"\nshare = \"2.5%\"\nrows = 100\n"
		"tolerance = 0.10\nday = 2026-03-31\nwritten = \"2026-04-01\"\nat = \"04:30\"\ncolour = \"red\"\n"
		"map = { sku = \"x\" }\nguard = { max_delete = 7 }\n");

	ok(keys_read(a, root, keys, KEY_COUNT(keys), &t, m), "reads");
	is_str(mistakes_text(a, m), S(""), "without a mistake");
	is_str(t.title, S("T"), "text");
	is_str(t.from_default, S("as | is"), "text by default");
	ok(!t.absent.at, "an absent text is NULL");
	ok(t.on && t.on_by_default, "switches");
	is_int(t.count, -7, "negative default");
	is_int(t.small, 12, "int");
	is_int((int64_t)t.names.count, 2, "texts");
	is_int((int64_t)t.by_default.count, 2, "texts by default");
	is_str(t.by_default.at[1], S("b c"), "cut at commas only");
	is_int(t.due.us, 26 * 3600 * SECOND, "duration");
	is_int(t.soon.us, 36 * 3600 * SECOND, "duration by default");
	ok(t.share.given && t.share.percent, "share in percent");
	is_str(decimal_text(a, t.share.amount), S("2.5"), "its amount");
	ok(!t.rows.percent, "share as a number");
	is_str(decimal_text(a, t.rows.amount), S("100"), "its amount");
	is_str(decimal_text(a, t.tolerance), S("0.1"), "a float by its source text");
	ok(decimal_is_zero(t.exact), "decimal by default");
	is_z(date_text(a, t.day.at), "2026-03-31", "TOML date");
	is_z(date_text(a, t.written.at), "2026-04-01", "date as text");
	ok(t.at.given && t.at.hour == 4 && t.at.minute == 30 && t.at.second == 0, "time of day");
	ok(t.later.hour == 23 && t.later.second == 58, "time of day by default");
	is_int(t.colour, RED, "enum");
	is_int(t.paint, GREEN, "enum by default, under another name");
	is_str(node_get(t.map, "sku")->text, S("x"), "raw subtree");
	ok(!t.guard.max_delete.percent, "nested table");
	is_int(t.guard.at_least, 100, "nested default");
}

static void absent_table(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct thing t = {0};

	ok(keys_read(a, NULL, keys, KEY_COUNT(keys), &t, m), "no table: defaults, nothing is required");
	is_int(t.guard.at_least, 100, "also in nested tables");
	ok(t.guard.max_delete.percent, "a share by default");
	ok(!t.due.given, "absent is not given");
}

static void bad(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct thing t = {0};
	const struct node *root = tree(a,
		"[x]\n"
		"titel = \"T\"\n"
		"on = \"yes\"\n"
		"count = 1.5\n"
		"names = [\"x\", 2]\n"
		"due = \"5 minutes\"\n"
		"share = \"many\"\n"
		"rows = -1\n"
		"tolerance = \"0,01\"\n"
		"day = \"2026-02-30\"\n"
		"written = 2026-04-01T00:00:00Z\n"
		"at = \"24:00\"\n"
		"colour = \"gren\"\n"
		"map = 1\n"
		"guard = { at_least = 0, at_leat = 1 }\n"
		"entirely_else = 1\n"
		"later = 5\n"
		"small = 3000000000\n");

	ok(!keys_read(a, node_get(root, "x"), keys, KEY_COUNT(keys), &t, m), "refused");
	is_str(mistakes_text(a, m), S(
		"t.toml:1:2: \"title\" is missing: for people\n"
		"t.toml:2:1: unknown key \"titel\"; did you mean \"title\"?\n"
		"t.toml:3:1: \"on\" must be true or false, not a text\n"
		"t.toml:4:1: \"count\" must be an integer, not a float\n"
		"t.toml:5:15: \"names\" must be a list of texts, not an integer\n"
		"t.toml:6:1: \"due\" is \"5 minutes\", must be a duration such as \"90s\", \"15m\" or \"1d12h\"\n"
		"t.toml:7:1: \"share\" is \"many\", must be a share such as \"5%\" or a number\n"
		"t.toml:8:1: \"rows\" is negative\n"
		"t.toml:9:1: \"tolerance\" is \"0,01\", must be a number such as \"0.01\"\n"
		"t.toml:10:1: \"day\" is \"2026-02-30\", must be a date such as 2026-03-31\n"
		"t.toml:11:1: \"written\" must be a date such as 2026-03-31, not a date with a time\n"
		"t.toml:12:1: \"at\" is \"24:00\", must be a time of day such as \"02:00\"\n"
		"t.toml:13:1: \"colour\" is \"gren\", must be one of red, green; did you mean \"green\"?\n"
		"t.toml:14:1: \"map\" must be a table, not an integer\n"
		"t.toml:15:11: \"at_least\" is 0, must be from 1 to 1000\n"
		"t.toml:15:25: unknown key \"at_leat\"; did you mean \"at_least\"?\n"
		"t.toml:16:1: unknown key \"entirely_else\"\n"
		"t.toml:17:1: \"later\" must be a time of day such as \"02:00\", not an integer\n"
		"t.toml:18:1: \"small\" is 3000000000, which is too large\n"), "all mistakes at once, each in its place");
}

static void several_owners(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct thing t = {0};
	struct guard g = {0};
	const struct key one[] = {KEY(struct thing, title, .doc = "for people")};
	const struct key_section sections[] = {{one, 1, &t}, {guard_keys, KEY_COUNT(guard_keys), &g}};
	const struct node *root = tree(a, "title = \"T\"\nat_least = 5\nmax = 3\n");
	struct buf *b = buf_new(a, 10000);

	ok(!keys_read_all(a, root, sections, 2, m), "several owners of one table");
	is_str(t.title, S("T"), "the first");
	is_int(g.at_least, 5, "the second");
	is_str(mistakes_text(a, m), S("t.toml:3:1: unknown key \"max\"; known here: title, max_delete, at_least\n"),
		"a key of neither");
	keys_describe(b, "thing.NAME", sections, 2);
	is_str(buf_str(b), S("## [thing.NAME]\n\n"
		"| key | type | default | meaning |\n|---|---|---|---|\n"
		"| `title` | text |  | for people |\n"
		"| `max_delete` | share, \"5%\" or a number | `5%` | how much may go |\n"
		"| `at_least` | integer, 1 to 1000 | `100` | from so many rows |\n\n"), "the reference");
}

static void reference(struct arena *a)
{
	struct buf *b = buf_new(a, 10000);
	struct key_section section = {keys, KEY_COUNT(keys), NULL};

	keys_describe(b, "x", &section, 1);
	ok(text_find(buf_str(b), S("| `guard.at_least` |")) < b->len, "nested keys by their path");
	ok(text_find(buf_str(b), S("| `paint-with` | `red`, `green` | `green` |")) < b->len, "names of an enum");
	ok(text_find(buf_str(b), S("| `title` | text | required |")) < b->len, "required");
	ok(text_find(buf_str(b), S("`as \\| is`")) < b->len, "a bar in a cell is escaped");
}

/* Whatever name stands in it, and wherever it was cut. */
static void one_line(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);

	mistake_in(m, "x.toml", 1, "there is no [calendar.a\tb\x7F\n], é\xC3");
	is_str(mistakes_text(a, m), S("x.toml:1: there is no [calendar.a\\x09b\\x7F\\x0A], é\\xC3\n"),
		"a mistake is one line");
}

int main(void)
{
	static struct arena *a;

	a = arena_new(NULL);
	good(a);
	absent_table(a);
	bad(a);
	several_owners(a);
	reference(a);
	one_line(a);
	arena_end(a);
	return done();
}
