#include "found.h"

#include "format/xml.h"

#include <stdlib.h>

static Str rendered(struct arena *a, Str content, const char *rows, const char *wanted, size_t step)
{
	struct buf *out = buf_new(a, 1 << 24);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct xml_reader *xml;

	if (!ask(a, content, step, true, rows, wanted, &asked, &e))
		return text_copy(a, text(e.message));
	xml = xml_reader_new(a, asked.chars, &asked.rows, asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		if (!xml_reader_next(xml, batch, &founds, &e)) {
			buf_clear(out);
			buf_print(out, "=%s", e.message);
			break;
		}
		for (size_t i = 0; i < founds.count; i++) {
			put_found(out, &founds.at[i]);
			if (text_is_utf8(content, NULL))
				put_places(out, content, &founds.at[i]);
		}
		arena_end(batch);
	} while (founds.count > 0);
	return buf_str(out);
}

static void gives(const char *rows, const char *wanted, Str content, Str want, const char *name)
{
	size_t steps[] = {0, 1, 2, 3, 5, 7, 600};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct arena *a = arena_new(NULL);
		Str got = rendered(a, content, rows, wanted, steps[i]);

		if (!text_is(got, want) || i + 1 == sizeof steps / sizeof *steps)
			is_str(got, want, "%s (pieces of %zu)", name, steps[i]);
		arena_end(a);
		free(a);
	}
}

static void documents(void)
{
	gives("o.r[*]", "a;b;@id;a.@c;x", S("<?xml version=\"1.0\"?>\n<o>\n <r id='1'><a c=\"EUR\">1.50</a><b/></r>\n\n"
	      " <r id=\"&quot;2>\"><a>&lt;x&#233;</a><b>y<![CDATA[<z>]]></b></r></o>\n"),
	      S("['1.50'|''|'1'|'EUR'|-]['<x\xC3\xA9'|'y<z>'|'\"2>'|-|-]"), "elements and attributes");
	gives("o.r[*]", "text();@id", S("<o><!-- <r> --><r id=\"a\">1</r><?pi "
	      "<r>?><q><r>no</r></q><![CDATA[<r>]]><r>2</r></o>"),
	      S("['1'|'a']['2'|-]"), "comments, sections and other places of the name");
	gives("o.p.r[*]", "text()", S("<o><p><r>1</r></p><q><r>0</r></q><p/><p><r>2</r></p></o>"), S("['1']['2']"),
	      "deeper");
	gives("o.r[*]", "l.s;l[*].s;l[1].s;l[-1].s;m[*]", S("<o><r><l><s>1</s></l><m>x</m><l><s>2</s></l></r></o>"),
	      S("['1'|('1' '2')|'2'|'2'|('x')]"), "repeated elements");
	gives("o.r[*].l[*]", "text();^.id", S("<o><r><id>7</id><l>1</l><l>2</l></r><r><id>8</id></r></o>"),
	      S("['1'|'7']['2'|'7']"), "rows in records");
	gives("D.r[*]", "{urn:b}a;a", S("<D xmlns=\"urn:d\" xmlns:b=\"urn:b\"><r><a>1</a><b:a>2</b:a></r></D>"),
	      S("['2'|'1']"),
	      "namespaces");
	gives("{urn:d}D.{urn:d}r[*]", "a", S("<x:D xmlns:x=\"urn:d\"><x:r><x:a>1</x:a></x:r><r/></x:D>"), S("['1']"),
	      "namespaces in the rows");
	gives("o.r[*]", "a", S("<o xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><r><a i:nil=\"true\"/></r></o>"),
	      S("[null]"), "nil");
	gives("o.r[*]", "a", S("<o><r><a><b c=\"&amp;\">1</b><d/></a></r></o>"), S("[<a><b c=\"&amp;\">1</b><d></d></a>]"),
	      "a tree");
	gives("o.r[*]", "@b;a", S("<o><r b=\"x&amp;y&#65;&lt;z\"><a>p&gt;q<!-- --><![CDATA[&r]]></a></r></o>"),
	      S("['x&yA<z'|'p>q&r']"), "references in attributes and text, and sections beside them");
	gives("o.r[*]", "a.text();@c", S("<o><r c=''><a><![CDATA[1]]>2<b/>3<!-- 4 -->&#52;</a></r>"
	      "<r c=\"&#38;&#x26;lt;\"><a/></r></o>"), S("['1234'|''][''|'&&lt;']"),
	      "texts in several pieces, and empty ones");
	gives("o.r[*]", "a", S("<o/>"), S(""), "no records");
	gives("o", "a", S("<o><a>1</a></o>"), S("['1']"), "the whole document");
	gives("o.r[*]", "a", S("\xEF\xBB\xBF<o>\n<r><a>1</a></r></o>"), S("['1']"), "a byte order mark");
	gives("o.r[*]", "a", S("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><o><r><a>\xE9</a></r></o>"),
	      S("['\xC3\xA9']"),
	      "the declared encoding");
	gives("o.r[*]", "a", S("\xFF\xFE<\0o\0>\0<\0r\0>\0<\0a\0>\0" "1\0<\0/\0a\0>\0<\0/\0r\0>\0<\0/\0o\0>\0"), S("['1']"),
	      "UTF-16");
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

static void wrong_documents(void)
{
	expects("o.r[*]", S("<o>\n<r><a>1</a></r>\n<r>"), "=line 3: this is no XML", "cut off");
	expects("o.r[*]", S("<o><r><a>1</a></r></o><p/>"), "=line 1: this is no XML", "text behind the end");
	expects("o.r[*]", S("<o>\n<r>\n</o>"), "=line 3: this is no XML", "tags that do not fit");
	expects("o.r[*]", S("<o><r>&x;</r></o>"), "=line 1: this is no XML", "an entity of its own");
	expects("o.r[*]", S("<o><r a=\"1\" a=\"2\"/></o>"), "=line 1: this is no XML", "an attribute twice");
	expects("o.r[*]", S("<o><r>\xFF</r></o>"), "this is no XML", "invalid UTF-8");
	expects("o.r[*]", S(" "), "this is no XML", "nothing");
	expects("o.r[*]", S("<?xml version=\"1.0\"?>\n<!DOCTYPE o [<!ENTITY x SYSTEM "
		"\"file:///etc/passwd\">]>\n<o><r>&x;</r></o>"),
		"=line 2: a DOCTYPE", "a DOCTYPE");
	expects("o.r[*]", S("<p><r/></p>"), "=no element o, which the path", "another root");
	expects("o.p.r[*]", S("<o><r/></o>"), "=no element p, which the path", "a path that leads nowhere");
	expects("o.r", S("<o><r/><r/></o>"), "a second time", "several records without [*]");
}

/* Elements within elements, and the record that holds them all. */
static void deep(void)
{
	enum { MOST = 256 };

	for (int depth = MOST; depth <= MOST + 1; depth++) {
		struct arena *a = arena_new(NULL);
		struct buf *in = buf_new(a, 1 << 20);
		Str got;

		buf_add(in, S("<o>\n<r>"));
		for (int i = 2; i < depth; i++)
			buf_add(in, S("<x>"));
		for (int i = 2; i < depth; i++)
			buf_add(in, S("</x>"));
		buf_add(in, S("<a>1</a></r></o>"));
		got = rendered(a, buf_str(in), "o.r[*]", "a", 0);
		is_str(got, depth > MOST ? S("=line 2: elements within elements, more than 256 deep") : S("['1']"),
		       "elements %d deep", depth);
		arena_end(a);
		free(a);
	}
}

/* Enough to pass through many blocks of the parser, with records at line numbers past 65 535. */
static void many(void)
{
	struct arena *a = arena_new(NULL);
	struct buf *in = buf_new(a, 1 << 28);
	struct err e = {0};
	struct asked asked;
	struct founds founds = {0};
	struct xml_reader *xml;
	uint64_t count = 0;
	bool good;

	buf_add(in, S("<o>\n"));
	for (int i = 0; i < 70000; i++)
		buf_print(in, "<r><a>%d</a></r>\n", i);
	buf_add(in, S("</o>\n"));
	good = ask(a, buf_str(in), 0, true, "o.r[*]", "a", &asked, &e);
	xml = xml_reader_new(a, asked.chars, &asked.rows, asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		good = good && xml_reader_next(xml, batch, &founds, &e);
		for (size_t i = 0; good && i < founds.count; i++) {
			const struct found *f = &founds.at[i];

			count++;
			good = f->line == count + 1 && f->record == count
			    && memcmp(in->at + f->offset, f->text.at, f->text.len) == 0;
		}
		arena_end(batch);
	} while (good && founds.count > 0);
	ok(good && count == 70000, "70 000 records with their lines and offsets (%s)", e.message);
	arena_end(a);
	free(a);
}

/* Blanks between children are text of their parent: memory may grow with them, but not with their square. */
static void wide(void)
{
	enum { CHILDREN = 20000 };
	struct arena *a = arena_new(NULL);
	struct buf *in = buf_new(a, 1 << 24);
	int64_t before = peak_kilobytes();
	Str got;

	buf_add(in, S("<o><r>"));
	for (int i = 0; i < CHILDREN; i++)
		buf_print(in, "\n    <l>%d</l>", i);
	buf_add(in, S("\n</r></o>"));
	got = rendered(a, buf_str(in), "o.r[*]", "l[-1]", 0);
	is_str(got, S("['19999']"), "a record with 20 000 children");
	ok(peak_kilobytes() - before < 200 * 1024, "takes less than 200 MB");
	arena_end(a);
	free(a);
}

/* Records of 100 kB, and records without the rows that are asked for: memory is that of few of them. */
static void large(void)
{
	enum { RECORDS = 3000, SIZE = 100000 };
	struct arena *a = arena_new(NULL);
	struct buf *in = buf_new(a, 1 << 30);
	struct err e = {0};
	struct founds founds = {0};
	struct xml_reader *xml;
	struct asked asked;
	size_t most = 0, count = 0;
	int64_t before;
	bool good;

	buf_add(in, S("<o>"));
	for (int i = 0; i < 40; i++)
		buf_print(in, "<r><a>%0*d</a></r>", SIZE, i);
	for (int i = 0; i < RECORDS * 40; i++)
		buf_print(in, "<r><b c=\"%d\">%0100d</b></r>", i, i);
	buf_add(in, S("<r><a>0</a></r></o>"));
	before = peak_kilobytes();
	good = ask(a, buf_str(in), 1 << 16, true, "o.r[*].a[*]", "text()", &asked, &e);
	xml = xml_reader_new(a, asked.chars, &asked.rows, asked.wanted, asked.count);
	do {
		struct arena *batch = arena_new(a);

		good = good && xml_reader_next(xml, batch, &founds, &e);
		most = founds.count > most ? founds.count : most;
		count += founds.count;
		arena_end(batch);
	} while (good && founds.count > 0);
	ok(good && count == 41, "the rows of large and empty records (%s)", e.message);
	ok(most < 20, "a batch ends with its bytes: %zu rows", most);
	ok(peak_kilobytes() - before < 60 * 1024, "memory is that of a batch: %d kB", (int)(peak_kilobytes() - before));
	arena_end(a);
	free(a);
}

int main(void)
{
	documents();
	wrong_documents();
	deep();
	large();
	wide();
	many();
	return done();
}
