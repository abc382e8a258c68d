#include "config/mistakes.h"

#include "parsed.h"

static const struct node *read_good(struct arena *a, const char *source)
{
	return parsed(a, "t.toml", source);
}

static void is_bad(struct arena *a, const char *source, const char *want)
{
	struct err e = {0};
	struct node *root;

	ok(!toml_read(a, "t.toml", text(source), &root, &e), "refused: %s", want);
	is_z(e.message, want, "says where and why");
	is_int(e.kind, ERR_CONFIG, "is a mistake of the configuration");
	ok(root->line > 0 && root->text.len > 0, "gives the place and the fact apart");
}

static void is_at(const struct node *n, int line, int column, const char *name)
{
	ok(n != NULL, "%s is there", name);
	if (!n)
		return;
	is_int(n->line, line, "line of %s", name);
	is_int(n->column, column, "column of %s", name);
	is_z(n->file, "t.toml", "file of %s", name);
}

static void values(struct arena *a)
{
	const struct node *root = read_good(a,
		"zebra = \"z\\u00e9\"\n"
		"apple = -1_000\n"
		"rate = 0.10\n"
		"big = 1e1_0   # comment\n"
		"yes = true\n"
		"day = 2026-03-31\n"
		"list = [1, \"two\", 2.50, 2026-03-31T04:30:00+02:00]\n"
		"\"odd.key\" = 04:30:00\n");

	is_int((int64_t)root->count, 8, "all keys");
	is_str(root->items[0]->name, S("zebra"), "in the order of the file, not of names");
	is_str(root->items[1]->name, S("apple"), "second as written");
	is_str(node_get(root, "zebra")->text, S("z\xC3\xA9"), "text");
	is_int(node_get(root, "apple")->integer, -1000, "integer");
	is_str(node_get(root, "rate")->text, S("0.10"), "a float keeps its source text");
	is_str(node_get(root, "big")->text, S("1e1_0"), "without blanks and comment");
	is_int(node_get(root, "rate")->kind, NODE_FLOAT, "and is a float");
	ok(node_get(root, "yes")->boolean, "boolean");
	is_str(node_get(root, "day")->text, S("2026-03-31"), "date");
	is_int(node_get(root, "day")->kind, NODE_DATE, "is a date");
	is_int((int64_t)node_get(root, "list")->count, 4, "list");
	is_str(node_get(root, "list")->items[2]->text, S("2.50"), "float in a list");
	is_str(node_get(root, "list")->items[3]->text, S("2026-03-31T04:30:00+02:00"), "moment in a list");
	is_str(node_child(root, S("odd.key"))->text, S("04:30:00"), "a quoted key, a time");
	ok(!node_get(root, "zebra.x"), "a text has no children");
	ok(!node_get(root, "none.at.all"), "what is not there is NULL");
}

static void positions(struct arena *a)
{
	const struct node *root = read_good(a,
		"\xEF\xBB\xBF[b.c]\r\n"
		"x = 1\r\n"
		"  \"\xC3\xA9\" = { u = 1.5, v = [1.25,\r\n  2.75] }\r\n"
		"[a]\r\n"
		"d.e = 2\r\n"
		"[[rows]]\r\n"
		"n = 1\r\n"
		"[[rows]]\r\n"
		"n = 2\r\n");

	is_at(node_get(root, "b"), 1, 2, "b");
	is_at(node_get(root, "b.c"), 1, 4, "b.c");
	is_at(node_get(root, "b.c.x"), 2, 1, "b.c.x");
	is_at(node_get(root, "b.c.\xC3\xA9"), 3, 3, "b.c.é");
	is_at(node_get(root, "b.c.\xC3\xA9.v"), 3, 20, "b.c.é.v");
	is_str(node_get(root, "b.c.\xC3\xA9.u")->text, S("1.5"), "columns count characters, not bytes");
	is_at(node_get(root, "b.c.\xC3\xA9.v")->items[1], 4, 3, "the second item");
	is_str(node_get(root, "b.c.\xC3\xA9.v")->items[1]->text, S("2.75"), "on a line of its own");
	is_at(node_get(root, "a.d.e"), 6, 3, "a.d.e");
	is_at(node_get(root, "rows")->items[1], 9, 1, "the second of an array of tables");
	is_str(root->items[0]->name, S("b"), "tables in the order of the file");
}

static void bad(struct arena *a)
{
	char deep[1200];

	is_bad(a, "a = 1\nb = \n", "t.toml:2:5: error while parsing key-value pair: expected value, saw '\\n'");
	is_bad(a, "a = 1\na = 2\n", "t.toml:2:5: error while parsing key-value pair: cannot redefine existing integer 'a'");
	is_bad(a, "a = \"open", "t.toml:1:10: error while parsing string: encountered end-of-file");
	is_bad(a, "a = t\x02", "t.toml:1:6: error while parsing boolean: expected 'true', saw 't\\x02'");
	is_bad(a, "a = \"\xFF\"", "t.toml:1:5: encountered invalid utf-8 sequence");
	is_bad(a, "[:x]", "t.toml:1:2: error while parsing key: expected bare key starting character or string delimiter, "
		"saw ':'");
	is_bad(a, "\xC4\x85 = 1",
		"t.toml:1:1: error while parsing root table: expected keys, tables, whitespace or comments, saw '\xC4\x85'");
	is_bad(a, "[a\xC4\x85]", "t.toml:1:3: error while parsing table header: expected ']', saw '\xC4\x85'");
	memset(deep, 0, sizeof deep);
	for (size_t i = 0; i + 2 < sizeof deep; i += 2)
		memcpy(deep + i, "a.", 2);
	is_bad(a, deep, "t.toml:1:1: a key has more than 250 dots");
	is_str(node_child(read_good(a, arena_print(a, "a = \"%s\"", deep)), S("a"))->text, text(deep), "dots in a value");
	memset(deep, '[', 600);
	memcpy(deep, "a = ", 4);
	deep[600] = '\0';
	is_bad(a, deep, "t.toml:1:261: error while parsing value: exceeded maximum nested value depth of 256");
	ok(read_good(a, "")->kind == NODE_TABLE, "nothing is an empty table");
	is_int((int64_t)read_good(a, "# only a comment")->count, 0, "so is a comment");
}

static void mistakes(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct err e = {0};
	struct node at = {.file = "b.toml", .line = 10, .column = 2}, before = {.file = "b.toml", .line = 9, .column = 1};
	struct texts known = {0};

	ok(mistakes_none(m, &e), "no mistakes, no error");
	ok(!mistake(m, &at, "unknown key \"%s\"", "x"), "a mistake is false");
	ok(!mistake(m, &at, "unknown key \"%s\"", "x"), "also the second time");
	mistake(m, &before, "\"y\" is missing");
	mistake_in(m, "a.toml", 0, "no such file");
	mistake_in(m, "a.toml", 3, "line without column");
	mistake(m, NULL, "no job at all");
	is_int((int64_t)mistakes_count(m), 5, "the same mistake counts once");
	is_str(mistakes_text(a, m), S("no job at all\n"
		"a.toml: no such file\n"
		"a.toml:3: line without column\n"
		"b.toml:9:1: \"y\" is missing\n"
		"b.toml:10:2: unknown key \"x\"\n"), "sorted by file, line and column");
	ok(!mistakes_none(m, &e), "an error");
	is_int(e.kind, ERR_CONFIG, "of the configuration");
	ok(text_ends(text(e.message), S("\nb.toml:10:2: unknown key \"x\"")), "with all of them");
	for (int i = 0; i < 100; i++)
		mistake_in(m, "c.toml", i + 1, "a mistake of which there are very many");
	err_clear(&e);
	ok(!mistakes_none(m, &e), "too many for one error");
	ok(text_find(text(e.message), S("more")) < strlen(e.message), "says how many more");
	texts_add(a, &known, S("include"));
	is_z(did_you_mean(a, S("inclde"), &known), "; did you mean \"include\"?", "near");
	is_z(did_you_mean(a, S("zone"), &known), "", "far");
}

int main(void)
{
	static struct arena *a;

	a = arena_new(NULL);
	values(a);
	positions(a);
	bad(a);
	mistakes(a);
	arena_end(a);
	return done();
}
