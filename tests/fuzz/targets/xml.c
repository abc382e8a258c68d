/*
 * XML: the same rows whatever the pieces, each where its place says, and each the same when it is read alone; and any
 * text, however it was written (escaped, by number, in a section), comes back as it was.
 */
#include "fuzz.h"

#include "found.h"

#include "format/xml.h"

static const char *const wanted = "a;@b;c[*];text();d.e[1].@f;{urn:n}g";

struct reading {
	struct buf *said;
	bool failed;
	size_t count;
};

/* ── any text as a document ── */

static void place(const struct found *f, Str s)
{
	uint64_t line = 1;

	must(f->offset + f->text.len <= s.len, "a row lies in the text");
	must_be((Str){s.at + f->offset, f->text.len}, f->text, "a row's text lies where its place says");
	for (uint64_t i = 0; i < f->offset; i++)
		line += s.at[i] == '\n';
	must(f->line == line, "a row begins in line %d, not %d", (int)line, (int)f->line);
}

static void read_all(struct arena *a, Str content, size_t step, const char *rows, bool plain, struct reading *r)
{
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct xml_reader *xml;

	*r = (struct reading){.said = buf_new(a, 1 << 24), .failed = true};
	if (!ask(a, content, step, true, rows, wanted, &asked, &e))
		return;
	xml = xml_reader_new(a, asked.chars, &asked.rows, asked.wanted, asked.count);
	do {
		r->failed = !xml_reader_next(xml, a, &founds, &e);
		for (size_t i = 0; !r->failed && i < founds.count; i++, r->count++) {
			put_found(r->said, &founds.at[i]);
			if (plain)
				place(&founds.at[i], content);
		}
	} while (!r->failed && founds.count > 0);
	if (r->failed)
		buf_clear(r->said);
}

/* Whether offsets are those of the bytes: UTF-8 that is neither packed nor of another character set. */
static bool is_plain(Str in)
{
	return text_begins(in, S("<")) && text_find(in, S("encoding")) == in.len;
}

static void any(struct arena *a, Str in, size_t step)
{
	static const char *const rows[] = {"o.r[*]", "o", "o.r[*].s[*]"};
	struct reading whole, parts;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		read_all(a, in, 0, rows[i], is_plain(in), &whole);
		read_all(a, in, step, rows[i], is_plain(in), &parts);
		must(whole.failed == parts.failed, "%s: fails whole and in pieces alike", rows[i]);
		must_be(buf_str(parts.said), buf_str(whole.said), "what is said in pieces");
	}
}

/* ── a document of any texts ── */

/* Characters that XML can hold, as UTF-8. */
static Str writable(struct arena *a, Str bytes)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned int c = (unsigned char)bytes.at[i];

		if (c >= 0x80)
			buf_print(b, "%c%c", 0xC0 | (int)(c >> 6), 0x80 | (int)(c & 0x3F));
		else
			buf_byte(b, c < 0x20 && c != '\t' && c != '\n' && c != '\r' ? '.' : (char)c);
	}
	return buf_str(b);
}

/* As an entity, by its number, or as it is where that may be. */
static void put_byte(struct buf *b, char c, unsigned int how, bool attribute)
{
	if (c == '\r' || (how & 1 && c >= '\t' && c <= '~'))
		buf_print(b, how & 2 ? "&#x%x;" : "&#%d;", (unsigned int)c);
	else if (c == '<')
		buf_add(b, S("&lt;"));
	else if (c == '&')
		buf_add(b, S("&amp;"));
	else if (c == '>' && !attribute)
		buf_add(b, S("&gt;"));
	else if (c == '"')
		buf_add(b, S("&quot;"));
	else if (c == '\'')
		buf_add(b, S("&apos;"));
	else
		buf_byte(b, c);
}

/* In an attribute a line's end would be a blank, so there it is written by its number. */
static void put_text(struct buf *b, Str s, unsigned int how, bool attribute)
{
	bool section = !attribute && how & 4 && text_find(s, S("]]>")) == s.len && text_find_byte(s, '\r') == s.len;

	if (section)
		buf_print(b, "<![CDATA[%.*s]]>", WHOLE(s));
	for (size_t i = 0; !section && i < s.len; i++)
		put_byte(b, s.at[i], attribute && s.at[i] < ' ' && s.at[i] >= 0 ? how | 1 : how, attribute);
}

/* A comment that says anything but where it ends; none of a text that does. */
static void put_comment(struct buf *b, Str s)
{
	if (text_find(s, S("--")) == s.len && !text_ends(s, S("-")))
		buf_print(b, "<!--%.*s-->", WHOLE(s));
}

static void written(struct arena *a, Str in, size_t step)
{
	unsigned int how = take(&in);
	const char *quote = how & 8 ? "'" : "\"";
	Str first = writable(a, take_text(&in, '\0')), second = writable(a, take_text(&in, '\0')), third = writable(a, in);
	struct buf *b = buf_new(a, 1 << 20);
	struct err e = {0};
	struct asked asked;
	struct founds founds;
	struct xml_reader *xml;

	buf_print(b, "<o>%s<r b=%s", how & 16 ? "<x><r><a>no</a></r></x>" : "", quote);
	put_text(b, first, how >> 4, true);
	buf_print(b, "%s>", quote);
	put_comment(b, third);
	buf_add(b, S("<c>"));
	put_text(b, second, how, false);
	buf_add(b, S("</c><c/><a>"));
	put_text(b, third, how >> 2, false);
	buf_add(b, S("</a></r></o>"));
	must(ask(a, buf_str(b), step, true, "o.r[*]", "a;@b;c[*]", &asked, &e), "the paths are right");
	xml = xml_reader_new(a, asked.chars, &asked.rows, asked.wanted, asked.count);
	must(xml_reader_next(xml, a, &founds, &e) && founds.count == 1, "what was written is read: %s\n%.*s", e.message,
		STR(buf_str(b)));
	must_be(founds.at[0].cells[1].text, first, "an attribute");
	must_be(founds.at[0].cells[2].items[0].text, second, "a text");
	must_be(founds.at[0].cells[0].text, third, "another text");
	place(&founds.at[0], buf_str(b));
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 64;

	if (mode & 1)
		written(a, in, step);
	else
		any(a, in, step);
}
