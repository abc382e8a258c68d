#include "format/layer.h"

/*
 * Sources: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16 (zip), and 7zFormat.txt of the LZMA
 * SDK (7z).  All numbers are little-endian.
 */

enum { ZIP_LOCAL = 30, ZIP_MEMBER = 46, ZIP_LIST_MOST = 64 << 20, ZIP_END = 22, ZIP_COMMENT_MOST = 65535,
	ZIP64_LOCATOR = 20, ZIP64_END = 56, SEVEN_HEAD = 32 };

struct ends {
	struct arena *a;
	struct bytes *from;
	Str name;
	uint64_t size;
};

static bool wrong(const struct ends *w, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "%.*s: %s", STR(w->name), fact);
}

static uint64_t number_at(Str s, size_t at, size_t size)
{
	uint64_t n = 0;

	while (size-- > 0)
		n = n << 8 | (unsigned char)s.at[at + size];
	return n;
}

/* Bytes that are there. */
static bool read_at(const struct ends *w, uint64_t offset, char *to, size_t size, struct err *e)
{
	Str chunk;

	if (!bytes_seek(w->from, offset, e))
		return false;
	while (size > 0) {
		if (!bytes_next(w->from, &chunk, e))
			return false;
		if (chunk.len == 0)
			return wrong(w, "it became shorter while it was read", e);
		chunk = text_head(chunk, size);
		memcpy(to, chunk.at, chunk.len);
		to += chunk.len;
		size -= chunk.len;
	}
	return true;
}

/* Where in the tail the record begins that ends the zip with its comment; the tail's length if there is none. */
static size_t zip_end_in(Str tail, bool *is_followed)
{
	*is_followed = false;
	for (size_t i = tail.len < ZIP_END ? 0 : tail.len - ZIP_END + 1; i-- > 0;) {
		size_t left = tail.len - i - ZIP_END;

		if (!text_begins(text_from(tail, i), S("PK\x05\x06")))
			continue;
		if (number_at(tail, i + 20, 2) == left)
			return i;
		*is_followed = *is_followed || number_at(tail, i + 20, 2) < left;
	}
	return tail.len;
}

/* The list of members: it ends where the records of the zip's end begin. */
struct members {
	uint64_t count, size, offset, end;
};

/* A large zip, or one that was written while its size was not known, has a second end before the first. */
static bool zip64_end(const struct ends *w, uint64_t locator_at, Str locator, struct members *m, struct err *e)
{
	char bytes[ZIP64_END] = {0};
	Str end = {bytes, sizeof bytes};

	m->end = number_at(locator, 8, 8);
	if (m->end > locator_at || locator_at - m->end < ZIP64_END)
		return wrong(w, "bytes in front of the zip", e);
	if (!read_at(w, m->end, bytes, sizeof bytes, e))
		return false;
	m->count = number_at(end, 32, 8);
	m->size = number_at(end, 40, 8);
	m->offset = number_at(end, 48, 8);
	return true;
}

/* Each member stands in the list at the end and again before its content, and no checksum covers either: the two must
 * say the same.  at: the member in the list. */
static bool check_member(const struct ends *w, const struct members *m, Str at, struct err *e)
{
	const uint64_t far = 0xFFFFFFFF;
	uint64_t offset = number_at(at, 42, 4);
	size_t length = (size_t)number_at(at, 28, 2);
	char *bytes = arena_alloc(w->a, ZIP_LOCAL + length);
	Str local = {bytes, ZIP_LOCAL + length}, name = text_head(text_from(at, ZIP_MEMBER), length);

	if (offset == far)
		return true;             /* past 4 GiB, where its place stands elsewhere */
	if (offset + local.len > m->offset || !read_at(w, offset, bytes, local.len, e))
		return e->kind == ERR_NONE ? wrong(w, "the zip is damaged: a member lies outside of it", e) : false;
	if (!text_begins(local, S("PK\x03\x04")) || number_at(local, 26, 2) != length
	    || number_at(local, 8, 2) != number_at(at, 10, 2) || !text_is(text_from(local, ZIP_LOCAL), name))
		return wrong(w, arena_print(w->a, "the zip is damaged: its list does not fit the member %s",
			text_quoted(w->a, name)), e);
	return true;
}

static bool check_members(const struct ends *w, const struct members *m, struct err *e)
{
	char *bytes = arena_alloc(w->a, (size_t)m->size);
	Str list = {bytes, (size_t)m->size};
	struct ends each = *w;

	each.a = arena_new(w->a);
	if (!read_at(w, m->offset, bytes, list.len, e))
		return false;
	while (list.len > 0) {
		size_t length = ZIP_MEMBER;

		if (list.len < ZIP_MEMBER || !text_begins(list, S("PK\x01\x02")))
			return wrong(w, "the zip is damaged: its list of members is none", e);
		length += (size_t)(number_at(list, 28, 2) + number_at(list, 30, 2) + number_at(list, 32, 2));
		if (list.len < length)
			return wrong(w, "the zip is damaged: its list of members is none", e);
		arena_end(each.a);
		if (!check_member(&each, m, text_head(list, length), e))
			return false;
		list = text_from(list, length);
	}
	return true;
}

static bool check_zip(const struct ends *w, bool *is_empty, struct err *e)
{
	size_t most = ZIP_END + ZIP_COMMENT_MOST + ZIP64_LOCATOR, length = w->size < most ? (size_t)w->size : most, at;
	uint64_t tail_at = w->size - length;
	struct members m;
	bool is_followed;
	char *bytes = arena_alloc(w->a, length);
	Str tail = {bytes, length}, locator;

	if (!read_at(w, tail_at, bytes, length, e))
		return false;
	at = zip_end_in(tail, &is_followed);
	if (at == tail.len)
		return wrong(w, is_followed ? "bytes behind the end of the zip" : "the zip is cut off: its end is missing", e);
	m = (struct members){number_at(tail, at + 10, 2), number_at(tail, at + 12, 4), number_at(tail, at + 16, 4),
		tail_at + at};
	locator = text_head(text_from(tail, at < ZIP64_LOCATOR ? 0 : at - ZIP64_LOCATOR), ZIP64_LOCATOR);
	if (at >= ZIP64_LOCATOR && text_begins(locator, S("PK\x06\x07"))
	    && !zip64_end(w, tail_at + at - ZIP64_LOCATOR, locator, &m, e))
		return false;
	*is_empty = m.count == 0;
	if (m.offset > m.end || m.end - m.offset != m.size)
		return wrong(w, "bytes in front of the zip", e);
	if (m.size > ZIP_LIST_MOST)
		return wrong(w, "a zip whose list of members is longer than 64 MiB", e);
	return check_members(w, &m, e);
}

static bool check_seven(const struct ends *w, struct err *e)
{
	uint64_t offset, size;
	char bytes[SEVEN_HEAD] = {0};
	Str head = {bytes, sizeof bytes};

	if (w->size < SEVEN_HEAD)
		return wrong(w, "the 7z is cut off", e);
	if (!read_at(w, 0, bytes, sizeof bytes, e))
		return false;
	if (number_at(head, 8, 4) != gzip_sum(text_from(head, 12)))
		return wrong(w, "the 7z is damaged: incorrect header check", e);
	offset = number_at(head, 12, 8);
	size = number_at(head, 20, 8);
	if (offset > w->size - SEVEN_HEAD || size > w->size - SEVEN_HEAD - offset)
		return wrong(w, "the 7z is cut off", e);
	return size == w->size - SEVEN_HEAD - offset || wrong(w, "bytes behind the end of the 7z", e);
}

bool packed_is_whole(struct arena *a, enum packed_kind kind, struct bytes *from, Str name, bool *is_empty,
	struct err *e)
{
	struct ends w = {a, from, name, bytes_size(from)};

	*is_empty = false;
	return kind == PACKED_ZIP ? check_zip(&w, is_empty, e) : check_seven(&w, e);
}
