#include "format/chars.h"

#include "base/buf.h"
#include "base/charset.h"

enum { MARK_SIZE = 3, DECLARATION_SIZE = 256, OUT_LIMIT = 64 << 20, OUT_KEPT = 1 << 20 };

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
	const char *const names[] = {"UTF-8", "utf-8", "UTF8", "utf8", "US-ASCII", "us-ascii", "ASCII", "ascii"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(name, text(names[i])))
			return true;
	return name.len == 0;
}

/* The encoding of <?xml version="1.0" encoding="…"?>, empty if there is none. */
static Str declared_in_xml(Str head)
{
	Str name;
	size_t end;

	if (!text_begins(head, S("<?xml")))
		return S("");
	head = text_head(head, text_find(head, S("?>")));
	name = text_trim(text_from(head, text_find(head, S("encoding")) + 8));
	if (name.len < 2 || name.at[0] != '=')
		return S("");
	name = text_trim(text_from(name, 1));
	end = name.len > 0 ? text_find_byte(text_from(name, 1), name.at[0]) : 0;
	return text_head(text_from(name, 1), end);
}

/* A mark says more than what is declared; UTF-32 marks are not looked for: nobody sends it. */
static bool decide(struct chars *c, struct err *e)
{
	Str head = buf_str(c->head), name = c->declared;

	if (text_begins(head, S("\xEF\xBB\xBF"))) {
		c->start = MARK_SIZE;
		return true;
	}
	if (text_begins(head, S("\xFF\xFE")))
		name = S("UTF-16LE");
	else if (text_begins(head, S("\xFE\xFF")))
		name = S("UTF-16BE");
	else if (c->xml && name.len == 0)
		name = declared_in_xml(head);
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

/* Piece by piece, so that no character set can fill the buffer. */
static bool convert(struct chars *c, Str *chunk, struct err *e)
{
	Str in = *chunk;

	if (!c->charset)
		return true;
	buf_clear(c->out);
	do {
		Str piece = text_head(in, OUT_KEPT);

		in = text_from(in, piece.len);
		if (!charset_next(c->charset, piece, c->ended && in.len == 0, c->out, e))
			return false;
	} while (in.len > 0);
	*chunk = buf_str(c->out);
	return true;
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
	do {
		if (!(c->begun ? read_on(c, chunk, e) : begin(c, chunk, e)))
			return false;
		if (!was_ended && !convert(c, chunk, e))
			return false;
	} while (chunk->len == 0 && !c->ended);
	c->read += chunk->len;
	return true;
}
