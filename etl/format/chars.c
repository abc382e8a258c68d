#include "format/chars.h"

#include "base/buf.h"
#include "base/charset.h"

enum { MARK_SIZE = 4, DECLARATION_SIZE = 1024, OUT_LIMIT = 64 << 20, OUT_KEPT = 1 << 20 };

struct chars {
	struct arena *arena;
	struct unpack *from;
	Str declared;
	struct charset *charset;     /* NULL for UTF-8 */
	bool xml, begun, ended, is_ahead;
	Str ahead;                   /* read, and not handed on yet */
	uint64_t start, read;        /* what is skipped in front, and how much text came behind it */
	struct buf *head;            /* bytes that were read while looking for a mark */
	struct buf *out;             /* converted text */
	struct err failed;           /* what comes behind the text that was handed on */
};

struct chars *chars_new(struct arena *a, struct unpack *u, Str charset, bool xml)
{
	struct chars *c = arena_new_of(a, struct chars);

	*c = (struct chars){.arena = a, .from = u, .declared = charset, .xml = xml};
	c->head = buf_new(a, OUT_LIMIT);
	c->out = buf_new(a, OUT_LIMIT);
	return c;
}

uint64_t chars_start(const struct chars *c)
{
	return c->start;
}

uint64_t chars_end(const struct chars *c)
{
	return c->start + c->read;
}

static bool is_utf8(Str name)
{
	const char *const names[] = {"UTF-8", "utf-8", "UTF8", "utf8"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(name, text(names[i])))
			return true;
	return name.len == 0;
}

/* What a byte order mark says; empty without one.  The longer ones first: UTF-32's begins like UTF-16's. */
static Str marked(Str head)
{
	static const struct {
		Str mark, name;
	} marks[] = {
		{{"\xFF\xFE\0\0", 4}, {"UTF-32LE", 8}}, {{"\0\0\xFE\xFF", 4}, {"UTF-32BE", 8}},
		{{"\xEF\xBB\xBF", 3}, {"UTF-8", 5}},
		{{"\xFF\xFE", 2}, {"UTF-16LE", 8}}, {{"\xFE\xFF", 2}, {"UTF-16BE", 8}},
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (text_begins(head, marks[i].mark))
			return marks[i].name;
	return S("");
}

/* ── XML (appendix F of XML 1.0: how it is known what a document is written in) ────────────────────────────────── */

/* What the zeros around the first character say, which is "<" in any document. */
static Str spaced(Str head)
{
	static const struct {
		Str begin, name;
	} spacings[] = {
		{{"<\0\0\0", 4}, {"UTF-32LE", 8}}, {{"\0\0\0<", 4}, {"UTF-32BE", 8}},
		{{"<\0", 2}, {"UTF-16LE", 8}}, {{"\0<", 2}, {"UTF-16BE", 8}},
	};

	for (size_t i = 0; i < sizeof spacings / sizeof *spacings; i++)
		if (text_begins(head, spacings[i].begin))
			return spacings[i].name;
	return S("");
}

/* The encoding of <?xml version="1.0" encoding="…"?>, empty if it names none. */
static Str encoding_of(Str declaration)
{
	Str name = text_trim(text_from(declaration, text_find(declaration, S("encoding")) + 8));
	size_t end;

	if (name.len < 2 || name.at[0] != '=')
		return S("");
	name = text_trim(text_from(name, 1));
	end = name.len > 0 ? text_find_byte(text_from(name, 1), name.at[0]) : 0;
	return text_head(text_from(name, 1), end);
}

/* The beginning as that character set reads it; empty if it is none of its. */
static Str begin_as(struct arena *a, Str head, Str charset)
{
	struct buf *out = buf_new(a, OUT_KEPT);
	struct err not_of_it = {0};
	struct charset *c;

	if (!charset_is_known(charset) || !charset_open(a, charset, &c, &not_of_it))
		return S("");
	(void)!charset_next(c, head, false, out, &not_of_it);
	err_clear(&not_of_it);
	return buf_str(out);
}

/* A declaration is in ASCII, or in the letters that all EBCDICs share, and must read the same in what it declares. */
static bool declared_in_xml(struct chars *c, Str head, Str *name, struct err *e)
{
	static const Str open = {"<?xml", 5};
	Str said = head = text_head(head, DECLARATION_SIZE);
	size_t end;

	if (text_begins(head, S("\x4C\x6F\xA7\x94")))
		said = begin_as(c->arena, head, S("IBM037"));
	if (!text_begins(said, open))
		return true;
	end = text_find(said, S("?>"));
	if (end == said.len)
		return err_set(e, ERR_FORMAT, "line 1: an XML declaration that does not end within %d bytes", DECLARATION_SIZE);
	*name = encoding_of(text_head(said, end));
	if (is_utf8(*name) && said.at == head.at)
		return true;
	if (!charset_is_known(*name))
		return err_set(e, ERR_FORMAT, "line 1: it says that it is written in %s, an unknown character set",
			text_quoted(c->arena, *name));
	return text_begins(begin_as(c->arena, head, *name), open)
	    || err_set(e, ERR_FORMAT, "line 1: it says that it is written in %s, and is not", text_quoted(c->arena, *name));
}

/* A mark says more than what is declared. */
static bool decide(struct chars *c, struct err *e)
{
	Str head = buf_str(c->head), mark = marked(head), name = mark.len > 0 ? mark : c->declared;

	if (text_is(mark, S("UTF-8")))
		c->start = 3;
	if (c->xml && name.len == 0)
		name = spaced(head);
	if (c->xml && name.len == 0 && !declared_in_xml(c, head, &name, e))
		return false;
	return is_utf8(name) || charset_open(c->arena, name, &c->charset, e);
}

static bool read_on(struct chars *c, Str *chunk, struct err *e)
{
	*chunk = (Str){0};
	if (!c->ended && !unpack_read(c->from, chunk, e))
		return false;
	c->ended = chunk->len == 0;
	return true;
}

static bool begin(struct chars *c, Str *chunk, struct err *e)
{
	size_t size = c->xml ? DECLARATION_SIZE : MARK_SIZE;

	while (c->head->len < size && !c->ended) {
		if (!read_on(c, chunk, e))
			return false;
		buf_add(c->head, *chunk);
	}
	c->begun = true;
	if (!decide(c, e))
		return false;
	*chunk = text_from(buf_str(c->head), c->start);
	return true;
}

/* Piece by piece, so that no character set can fill the buffer.  Text in front of what is none comes first: what is
 * said of it does not depend on how much was read at once. */
static bool convert(struct chars *c, Str *chunk, struct err *e)
{
	Str in = *chunk;
	bool good;

	if (!c->charset)
		return true;
	buf_clear(c->out);
	do {
		Str piece = text_head(in, OUT_KEPT);

		in = text_from(in, piece.len);
		good = charset_next(c->charset, piece, c->ended && in.len == 0, c->out, &c->failed);
	} while (good && in.len > 0);
	*chunk = buf_str(c->out);
	return chunk->len > 0 || !err_again(e, &c->failed);
}

bool chars_is_empty(struct chars *c, bool *empty, struct err *e)
{
	if (!chars_next(c, &c->ahead, e))
		return false;
	c->is_ahead = true;
	*empty = c->ahead.len == 0;
	return true;
}

bool chars_next(struct chars *c, Str *chunk, struct err *e)
{
	bool was_ended = c->ended;

	if (c->is_ahead) {
		c->is_ahead = false;
		*chunk = c->ahead;
		return true;
	}
	if (err_again(e, &c->failed))
		return false;
	do {
		if (!(c->begun ? read_on(c, chunk, e) : begin(c, chunk, e)))
			return false;
		if (!was_ended && !convert(c, chunk, e))
			return false;
	} while (chunk->len == 0 && !c->ended);
	c->read += chunk->len;
	return true;
}
