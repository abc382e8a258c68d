#include "base/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <strings.h>

/* Longer than any character or shift sequence; what one turns into fits LEAST. */
enum { KEPT = 16, LEAST = 64, CHUNK = 64 * 1024 };

struct charset {
	const char *name;
	iconv_t iconv;
	bool is_utf8, began;
	uint64_t offset;               /* of the first byte that was not converted */
	char kept[KEPT];
	size_t kept_len;
};

static void finish(void *subject)
{
	iconv_close((iconv_t)subject);
}

/* "" would be the locale's, and what stands behind a slash tells iconv to replace or to leave out. */
static iconv_t to_utf8(Str name)
{
	char z[64];

	errno = EINVAL;
	if (name.len == 0 || name.len >= sizeof z || text_find_byte(name, '/') < name.len)
		return (iconv_t)-1;
	memcpy(z, name.at, name.len);
	z[name.len] = '\0';
	return iconv_open("UTF-8", z);
}

bool charset_is_known(Str name)
{
	iconv_t iconv = to_utf8(name);

	if (iconv == (iconv_t)-1)
		return errno != EINVAL;
	iconv_close(iconv);
	return true;
}

const char *charset_nearest(struct arena *a, Str name)
{
	/* Of those that are equally near, the first. */
	static const char *const usual[] = {"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "windows-1252",
		"windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1257", "cp437", "cp850", "cp852",
		"cp1252", "cp1250", "cp1251", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9",
		"iso-8859-15", "latin1", "latin2", "koi8-r", "macintosh", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"};
	char *lower = text_z(a, name);

	for (size_t i = 0; i < name.len; i++)
		if (lower[i] >= 'A' && lower[i] <= 'Z')
			lower[i] = (char)(lower[i] - 'A' + 'a');
	return text_nearest((Str){lower, name.len}, usual, sizeof usual / sizeof *usual);
}

bool charset_open(struct arena *a, Str name, struct charset **opened, struct err *e)
{
	struct charset *c = arena_new_of(a, struct charset);

	c->name = text_z(a, name);
	c->iconv = to_utf8(name);
	if (c->iconv == (iconv_t)-1 && errno != EINVAL)
		return err_set(e, ERR_SOURCE, "character set %s cannot be used: %s", text_quoted(a, name), strerror(errno));
	if (c->iconv == (iconv_t)-1)
		return err_set(e, ERR_CONFIG, "unknown character set %s, see iconv --list", text_quoted(a, name));
	arena_defer(a, finish, c->iconv);
	c->is_utf8 = strcasecmp(c->name, "utf-8") == 0 || strcasecmp(c->name, "utf8") == 0;
	*opened = c;
	return true;
}

static bool invalid(const struct charset *c, uint64_t offset, char byte, struct err *e)
{
	return err_set(e, ERR_FORMAT, "byte %ju: 0x%02X is not %s", (uintmax_t)offset, (unsigned char)byte, c->name);
}

static bool has_room(struct buf *out, struct err *e)
{
	if (out->over || out->limit - out->len < LEAST)
		return err_set(e, ERR_FORMAT, "text of more than %zu bytes", out->limit);
	return true;
}

/* glibc takes UTF-8 past U+10FFFF, which is none. */
static bool check_utf8(const struct charset *c, Str converted, struct err *e)
{
	size_t bad;

	if (!c->is_utf8 || text_is_utf8(converted, &bad))
		return true;
	return invalid(c, c->offset + bad, converted.at[bad], e);
}

/* Converts what is whole of in; used says how much that was. */
static bool convert(struct charset *c, Str in, size_t *used, struct buf *out, struct err *e)
{
	char *from = (char *)(uintptr_t)in.at;      /* iconv's prototype lacks a const */
	size_t left = in.len, result;

	do {
		size_t room = out->limit - out->len < CHUNK ? out->limit - out->len : CHUNK, free_room = room, before = left;
		char *to, *end;
		int cause;

		if (!has_room(out, e))
			return false;
		to = end = buf_room(out, room);
		result = iconv(c->iconv, &from, &left, &end, &free_room);
		cause = errno;
		if (!check_utf8(c, (Str){to, (size_t)(end - to)}, e))
			return false;
		out->len += (size_t)(end - to);
		c->offset += before - left;
		if (result == (size_t)-1 && cause == EILSEQ)
			return invalid(c, c->offset, *from, e);
		if (result == (size_t)-1 && cause == EINVAL)
			break;
	} while (result == (size_t)-1);
	*used = in.len - left;
	return true;
}

/* Keeps what is cut at the end of a piece. */
static bool keep(struct charset *c, Str rest, struct err *e)
{
	if (rest.len > sizeof c->kept)
		return invalid(c, c->offset, rest.at[0], e);
	if (rest.len > 0)
		memmove(c->kept, rest.at, rest.len);
	c->kept_len = rest.len;
	return true;
}

/* Completes what was kept with the beginning of in, which loses what that took. */
static bool complete(struct charset *c, Str *in, struct buf *out, struct err *e)
{
	char joined[2 * KEPT];
	size_t had = c->kept_len, taken = in->len < sizeof joined - had ? in->len : sizeof joined - had, used = 0;

	if (had == 0 || taken == 0)
		return true;
	memcpy(joined, c->kept, had);
	memcpy(joined + had, in->at, taken);
	if (!convert(c, (Str){joined, had + taken}, &used, out, e))
		return false;
	if (used < had) {
		*in = text_from(*in, taken);
		return keep(c, (Str){joined + used, had + taken - used}, e);
	}
	c->kept_len = 0;
	*in = text_from(*in, used - had);
	return true;
}

/* Nothing may be left but what the character set holds back itself: a base letter that a mark might follow. */
static bool close_text(struct charset *c, struct buf *out, struct err *e)
{
	size_t room = LEAST;
	char *to;

	if (c->kept_len > 0)
		return err_set(e, ERR_FORMAT, "byte %ju: %s text is cut off inside a character", (uintmax_t)c->offset, c->name);
	if (!has_room(out, e))
		return false;
	to = buf_room(out, room);
	iconv(c->iconv, NULL, NULL, &to, &room);
	out->len += LEAST - room;
	return true;
}

/* What was first converted, from start on, is at least one character. */
static void drop_mark(struct charset *c, struct buf *out, size_t start)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t size = sizeof mark - 1;

	if (c->began || out->len == start)
		return;
	c->began = true;
	if (!text_begins(text_from(buf_str(out), start), (Str){mark, size}))
		return;
	memmove(out->at + start, out->at + start + size, out->len - start - size);
	out->len -= size;
}

bool charset_next(struct charset *c, Str in, bool last, struct buf *out, struct err *e)
{
	size_t start = out->len, used = 0;
	bool done = complete(c, &in, out, e);

	if (done && in.len > 0)
		done = convert(c, in, &used, out, e) && keep(c, text_from(in, used), e);
	if (done && last)
		done = close_text(c, out, e);
	drop_mark(c, out, start);
	return done;
}
