#include "format/chars.h"

#include "base/buf.h"

enum { MARK_LIMIT = 4, OUT_LIMIT = 64 << 20 };

enum form { UTF8, UTF16_LITTLE, UTF16_BIG };

struct chars {
	struct unpack *from;
	Str charset;
	bool begun, ended;
	enum form form;
	uint64_t start;
	struct buf *head;            /* bytes read while looking for a mark */
	struct buf *out;             /* converted text */
	unsigned char left[4];       /* of a character that a chunk cut in two */
	size_t left_count;
};

struct chars *chars_new(struct arena *a, struct unpack *u, Str charset)
{
	struct chars *c = arena_new_of(a, struct chars);

	c->from = u;
	c->charset = charset;
	c->head = buf_new(a, OUT_LIMIT);
	c->out = buf_new(a, OUT_LIMIT);
	return c;
}

uint64_t chars_start(const struct chars *c)
{
	return c->start;
}

static bool is_charset(const struct chars *c, const char *a, const char *b)
{
	return text_is(c->charset, text(a)) || text_is(c->charset, text(b));
}

/* What the mark says, else what is declared; UTF-32 marks are not looked for: nobody sends it. */
static void decide(struct chars *c)
{
	Str head = buf_str(c->head);

	if (text_begins(head, S("\xEF\xBB\xBF"))) {
		c->start = 3;
	} else if (text_begins(head, S("\xFF\xFE"))) {
		c->form = UTF16_LITTLE;
		buf_drop(c->head, 2);
	} else if (text_begins(head, S("\xFE\xFF"))) {
		c->form = UTF16_BIG;
		buf_drop(c->head, 2);
	} else if (is_charset(c, "UTF-16LE", "utf-16le")) {
		c->form = UTF16_LITTLE;
	} else if (is_charset(c, "UTF-16BE", "utf-16be") || is_charset(c, "UTF-16", "utf-16")) {
		c->form = UTF16_BIG;
	}
}

static bool begin(struct chars *c, struct err *e)
{
	while (c->head->len < MARK_LIMIT && !c->ended) {
		Str chunk;

		if (!unpack_read(c->from, &chunk, e))
			return false;
		buf_add(c->head, chunk);
		c->ended = chunk.len == 0;
	}
	c->begun = true;
	decide(c);
	return true;
}

/* Half of a surrogate pair alone becomes three bytes that are not UTF-8, so that its record is at fault. */
static void put(struct buf *b, uint32_t c)
{
	char bytes[4];
	size_t n = 0;

	if (c < 0x80) {
		bytes[n++] = (char)c;
	} else if (c < 0x800) {
		bytes[n++] = (char)(0xC0 | c >> 6);
		bytes[n++] = (char)(0x80 | (c & 0x3F));
	} else if (c < 0x10000) {
		bytes[n++] = (char)(0xE0 | c >> 12);
		bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
		bytes[n++] = (char)(0x80 | (c & 0x3F));
	} else {
		bytes[n++] = (char)(0xF0 | c >> 18);
		bytes[n++] = (char)(0x80 | (c >> 12 & 0x3F));
		bytes[n++] = (char)(0x80 | (c >> 6 & 0x3F));
		bytes[n++] = (char)(0x80 | (c & 0x3F));
	}
	buf_add(b, (Str){bytes, n});
}

static uint32_t unit(const struct chars *c, const unsigned char *p)
{
	return c->form == UTF16_LITTLE ? (uint32_t)(p[0] | p[1] << 8) : (uint32_t)(p[1] | p[0] << 8);
}

static void add_utf16(struct chars *c, const unsigned char *p, size_t left)
{
	while (left >= 2) {
		uint32_t high = unit(c, p), low;

		if (high >= 0xD800 && high < 0xDC00) {
			if (left < 4)
				break;
			low = unit(c, p + 2);
			if (low >= 0xDC00 && low < 0xE000) {
				high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
				p += 2;
				left -= 2;
			}
		}
		put(c->out, high);
		p += 2;
		left -= 2;
	}
	memcpy(c->left, p, left);
	c->left_count = left;
}

static void from_utf16(struct chars *c, Str chunk)
{
	struct buf *joined = c->head;

	buf_clear(c->out);
	buf_clear(joined);
	buf_add(joined, (Str){(const char *)c->left, c->left_count});
	buf_add(joined, chunk);
	c->left_count = 0;
	if (joined->len > 0)
		add_utf16(c, (const unsigned char *)joined->at, joined->len);
}

/* Bytes that are left at the end are no character. */
static void end_utf16(struct chars *c)
{
	buf_clear(c->out);
	if (c->left_count > 0)
		buf_byte(c->out, (char)0xFF);
	c->left_count = 0;
}

static bool read_on(struct chars *c, Str *chunk, struct err *e)
{
	*chunk = (Str){0};
	if (!c->ended && !unpack_read(c->from, chunk, e))
		return false;
	c->ended = chunk->len == 0;
	return true;
}

static Str convert(struct chars *c, Str chunk)
{
	if (c->form == UTF8)
		return chunk;
	if (chunk.len > 0)
		from_utf16(c, chunk);
	else
		end_utf16(c);
	return buf_str(c->out);
}

static Str first(struct chars *c)
{
	Str head = buf_str(c->head);

	if (c->form == UTF8)
		return text_from(head, c->start);
	c->out->len = 0;
	if (head.len > 0)
		add_utf16(c, (const unsigned char *)head.at, head.len);
	return buf_str(c->out);
}

bool chars_next(struct chars *c, Str *chunk, struct err *e)
{
	*chunk = (Str){0};
	if (!c->begun) {
		if (!begin(c, e))
			return false;
		*chunk = first(c);
	}
	while (chunk->len == 0) {
		if (!read_on(c, chunk, e))
			return false;
		*chunk = convert(c, *chunk);
		if (c->ended)
			break;
	}
	return true;
}
