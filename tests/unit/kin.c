/* JSON lines that belong to each other. */
#include "tap.h"

#include "base/buf.h"
#include "config/toml.h"
#include "read/reader.h"

#define KIN "kind = \"jsonl\", parent = \"up\""

/* "[a|b]…" of the wanted paths, then "=" and the error if there was one. */
static Str rendered(struct arena *a, const char *said, const char *wanted, Str content)
{
	struct buf *out = buf_new(a, 1 << 20);
	struct mistakes *m = mistakes_new(a);
	struct path paths[8];
	struct format f;
	struct node *root;
	struct reader *r;
	struct batch batch;
	struct err e = {0};
	size_t count = 0;
	Str rest = text(wanted), head;
	bool ok = toml_read(a, "f", text(arena_print(a, "format = { %s }", said)), &root, &e)
	    && format_read(a, node_get(root, "format"), &f, m);

	for (bool more = true; more && ok; count++) {
		more = text_cut(rest, ';', &head, &rest);
		ok = path_parse(a, head, &paths[count], &e);
	}
	if (!ok)
		return e.kind ? text(arena_print(a, "=%s", e.message)) : mistakes_text(a, m);
	ok = reader_open_file(a, &f, (struct reader_file){.name = S("in/a.jsonl"), .content = content}, paths, count, &r,
		&e);
	while (ok) {
		struct arena *mem = arena_new(a);

		ok = reader_next(r, mem, &batch, &e) && batch.count > 0;
		for (size_t i = 0; ok && i < batch.count; i++) {
			for (size_t j = 0; j < batch.records[i].cell_count; j++)
				buf_print(out, "%s%.*s", j == 0 ? "[" : "|", WHOLE(batch.records[i].cells[j].text));
			buf_print(out, "%s%s]", batch.records[i].fault ? "!" : "", batch.records[i].fault ? "fault" : "");
		}
		arena_end(mem);
	}
	if (e.kind)
		buf_print(out, "=%s", e.message);
	return out->len > 0 ? buf_str(out) : S("");
}

static void is(const char *what, struct arena *a, const char *said, const char *wanted, const char *content,
	const char *expected)
{
	Str got = rendered(a, said, wanted, text(content));

	ok(text_is(got, text(expected)), "%s", what);
	if (!text_is(got, text(expected)))
		printf("# got  %.*s\n# want %s\n", WHOLE(got), expected);
}

static void belongs(struct arena *a)
{
	is("a line stands in the one that it names", a, KIN ", of = \"l*\"", "id;^.name;^.^.name",
		"{\"id\":\"o1\",\"name\":\"#1\"}\n{\"id\":\"l1\",\"up\":\"o1\"}\n{\"id\":\"l2\",\"up\":\"o1\"}\n"
		"{\"id\":\"o2\",\"name\":\"#2\"}\n{\"id\":\"l3\",\"up\":\"o2\"}\n", "[l1|#1|][l2|#1|][l3|#2|]");
	is("in any order behind it", a, KIN ", of = \"l*\"", "id;^.name",
		"{\"id\":\"o1\",\"name\":\"#1\"}\n{\"id\":\"o2\",\"name\":\"#2\"}\n{\"id\":\"l3\",\"up\":\"o2\"}\n"
		"{\"id\":\"l1\",\"up\":\"o1\"}\n", "[l3|#2][l1|#1]");
	is("of several depths", a, KIN ", of = \"s*\"", "id;^.id;^^.name",
		"{\"id\":\"o1\",\"name\":\"#1\"}\n{\"id\":\"l1\",\"up\":\"o1\"}\n{\"id\":\"s1\",\"up\":\"l1\"}\n",
		"[s1|l1|#1]");
	is("all lines, where no pattern says which", a, KIN, "id;^.name",
		"{\"id\":\"o1\",\"name\":\"#1\"}\n{\"id\":\"l1\",\"up\":\"o1\"}\n", "[o1|][l1|#1]");
	is("lists in a line know its parent too", a, KIN ", of = \"l*\", rows = \"tax[*]\"", "rate;^.id;^^.name",
		"{\"id\":\"o1\",\"name\":\"#1\"}\n{\"id\":\"l1\",\"up\":\"o1\",\"tax\":[{\"rate\":7},{\"rate\":19}]}\n",
		"[7|l1|#1][19|l1|#1]");
	is("null names nobody", a, KIN, "id;^.id", "{\"id\":\"a\",\"up\":null}\n", "[a|]");
	is("which lines, without parents", a, "kind = \"jsonl\", of = \"l*\"", "id",
		"{\"id\":\"a\"}\n{\"id\":\"l1\"}\n{}\n", "[l1]");
	is("by another name", a, KIN ", id = \"no\", of = \"2\"", "no;^.no", "{\"no\":1}\n{\"no\":2,\"up\":1}\n", "[2|1]");
	is("escapes are no other name", a, KIN ", of = \"l*\"", "id;^.n", "{\"id\":\"o\\u0031\",\"n\":1}\n"
		"{\"id\":\"l\",\"up\":\"o1\"}\n", "[l|1]");
}

static void refuses(struct arena *a)
{
	is("what names nobody is refused", a, KIN, "id", "{\"id\":\"a\"}\n{\"id\":\"b\",\"up\":\"c\"}\n",
		"=in/a.jsonl: line 2, offset 11: it belongs to c, which does not stand before it, or more than 16 MiB; have "
		"the file grouped by its parents");
	is("a parent behind its child", a, KIN, "id", "{\"id\":\"b\",\"up\":\"a\"}\n{\"id\":\"a\"}\n",
		"=in/a.jsonl: line 1, offset 0: it belongs to a, which does not stand before it, or more than 16 MiB; have "
		"the file grouped by its parents");
	is("lines that belong to each other in a circle", a, KIN, "id", "{\"id\":\"a\"}\n{\"id\":\"b\",\"up\":\"a\"}\n"
		"{\"id\":\"a\",\"up\":\"b\"}\n{\"id\":\"d\",\"up\":\"a\"}\n",
		"=in/a.jsonl: line 4, offset 51: it belongs to lines that belong to more than 16 others");
	is("a line that is no JSON is a fault of its own", a, KIN ", of = \"l*\"", "id", "{\"id\":\"o\"}\n{\"id\":\n"
		"{\"id\":\"l\",\"up\":\"o\"}\n", "[!fault][l]");
	is("of lines alone", a, "kind = \"json\", parent = \"up\"", "id", "[]", "f:1:27: parent belongs to jsonl only\n");
}

/* Parents of a grouped file are let go, those that are asked for stay, and what is further away is refused. */
static void is_bounded(struct arena *a)
{
	enum { ORDERS = 40000, PAD = 1000 };
	struct buf *b = buf_new(a, (size_t)1 << 28);
	char pad[PAD + 1];
	Str got;

	memset(pad, 'x', PAD);
	pad[PAD] = '\0';
	buf_print(b, "{\"id\":\"first\",\"name\":\"#0\"}\n");
	for (int i = 0; i < ORDERS; i++)
		buf_print(b, "{\"id\":\"o%d\",\"pad\":\"%s\"}\n%s", i, pad,
			i % 1000 == 0 ? "{\"id\":\"l\",\"up\":\"first\"}\n" : "");
	got = rendered(a, KIN ", of = \"l\"", "^.name", buf_str(b));
	ok(got.len == 40 * strlen("[#0]") && text_begins(got, S("[#0][#0]")), "a parent that is asked for stays, in 40 MB");
	buf_clear(b);
	buf_print(b, "{\"id\":\"first\",\"name\":\"#0\"}\n");
	for (int i = 0; i < ORDERS; i++)
		buf_print(b, "{\"id\":\"o%d\",\"pad\":\"%s\"}\n", i, pad);
	buf_print(b, "{\"id\":\"l\",\"up\":\"first\"}\n");
	got = rendered(a, KIN ", of = \"l\"", "^.name", buf_str(b));
	ok(text_begins(got, S("=in/a.jsonl: line 40002")) && text_ends(got, S("file grouped by its parents")),
		"one that is too far away is refused, with its place");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	belongs(a);
	refuses(a);
	is_bounded(a);
	arena_end(a);
	free(a);
	return done();
}
