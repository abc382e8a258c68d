/*
 * OFX: any text says the same in pieces; and statements that are written here, as SGML or as XML, are read as they were
 * written, any text in them too.
 */
#include "entries.h"

#include "format/ofx.h"

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims)
{
	(void)claims;
	return ofx_new(a, window_new(a, x->chars, fill), &x->rows, x->wanted, x->count);
}

static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return ofx_next(reader, batch, founds, e);
}

/* ASCII that can be seen. */
static Str name(struct arena *a, Str s)
{
	char *to = arena_raw(a, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		to[i] = (char)('!' + (unsigned char)s.at[i] % 90);
	return (Str){to, s.len};
}

/* As entities, by number, or in a section. */
static void put_text(struct buf *b, Str s, unsigned int how)
{
	bool section = how & 1 && text_find(s, S("]]>")) == s.len;

	if (section)
		buf_print(b, "<![CDATA[%.*s]]>", WHOLE(s));
	for (size_t i = 0; !section && i < s.len; i++) {
		char c = s.at[i];

		if (how & 2 && c % 3 == 0)
			buf_print(b, how & 4 ? "&#x%x;" : "&#%d;", (unsigned int)c);
		else
			buf_print(b, c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : "%c", c);
	}
}

static void put_value(struct buf *b, const char *tag, Str s, unsigned int how, bool closed)
{
	buf_print(b, "<%s>", tag);
	put_text(b, s, how);
	if (closed || s.len == 0)
		buf_print(b, "</%s>", tag);
	if (how & 8)
		buf_byte(b, '\n');
}

static void written(struct arena *a, Str in, size_t step, size_t fill)
{
	unsigned int how = take(&in), count = how % 5;
	bool closed = how & 8;
	struct buf *b = buf_new(a, 1 << 20), *want = buf_new(a, 1 << 20);
	struct told t;

	buf_print(b, "%s<OFX><STMTRS><CURDEF>EUR%s<BANKTRANLIST>", closed ? "<?xml version=\"1.0\"?>" : "OFXHEADER:100\n",
		closed ? "</CURDEF>" : "");
	for (unsigned int i = 0; i < count; i++) {
		unsigned int kind = take(&in);
		Str first = name(a, text_head(take_text(&in, '\0'), 20)), second = name(a, text_head(take_text(&in, '\0'), 20));

		buf_add(b, S("<STMTTRN>"));
		put_value(b, "TRNAMT", S("-1,5"), kind & 8, closed);
		put_value(b, "NAME", first, kind, closed);
		put_value(b, "MEMO", second, kind >> 4, closed);
		buf_add(b, S("</STMTTRN>"));
		buf_add(want, S("['-1.5'|"));
		buf_print(want, first.len > 0 ? "'%.*s'|" : "-%.*s|", WHOLE(first));
		buf_print(want, second.len > 0 ? "'%.*s'|'EUR']" : "-%.*s|'EUR']", WHOLE(second));
	}
	buf_print(b, "%s</STMTRS></OFX>", how & 16 ? "</BANKTRANLIST>" : "");
	t = tell(a, buf_str(b), ENTRIES, "amount;name;memo;^.curdef", step, fill, true);
	must(!t.failed, "it is read: %.*s\n%.*s", STR(t.text), STR(buf_str(b)));
	must_be(t.text, buf_str(want), "what was written");
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 32, fill = 1 + take(&in) % 80;

	if (mode & 1)
		written(a, in, step, fill);
	else
		any_text(a, in, step, fill, "amount;name;memo;^.ledgerbal.balamt;^.dtserver");
}
