#include "base/charset.h"

#include "tap.h"

#include <stdlib.h>

static const struct {
	const char *name;
	Str bytes, text;
} good[] = {
	{"windows-1252", {"a\x80\xE9\xFC z", 6}, {"a€éü z", 10}},
	{"windows-1250", {"\xA3\xF3\x64\x9F", 4}, {"Łódź", 7}},
	{"ISO-8859-15", {"\xA4", 1}, {"€", 3}},
	{"UTF-8", {"zł €\xF0\x9F\x98\x80", 11}, {"zł €😀", 11}},
	{"utf-8", {"\xEF\xBB\xBFzł", 6}, {"zł", 3}},
	{"UTF-16", {"\xFF\xFE" "a\0\xAC\x20=\xD8\0\xDE", 10}, {"a€😀", 8}},
	{"UTF-16", {"\xFE\xFF\0a\x20\xAC\xD8=\xDE\0", 10}, {"a€😀", 8}},
	{"UTF-16LE", {"\xFF\xFE" "a\0", 4}, {"a", 1}},
	{"UTF-16LE", {"a\0\xFF\xFE", 4}, {"a\xEF\xBB\xBF", 4}},
	{"UTF-32BE", {"\0\0\0a\0\1\xF6\0", 8}, {"a😀", 5}},
	{"SHIFT_JIS", {"\x83\x5C\x83\x65", 4}, {"ソテ", 6}},
	{"ISO-2022-JP", {"a\x1B$B%F\x1B(Bz", 10}, {"aテz", 5}},
	{"GB18030", {"\xC4\xE3\x81\x30\x81\x30", 6}, {"你\xC2\x80", 5}},
	{"BIG5-HKSCS", {"\x88\x66", 2}, {"Ê", 2}},
	{"IBM037", {"\xC1\xC2", 2}, {"AB", 2}},
};

static struct charset *opened(struct arena *a, const char *name)
{
	struct err e = {0};
	struct charset *c = NULL;

	if (!charset_open(a, text(name), &c, &e))
		ok(false, "opens %s: %s", name, e.message);
	return c;
}

static bool in_pieces(struct arena *a, const char *name, Str bytes, size_t size, struct buf *out, struct err *e)
{
	struct charset *c = opened(a, name);

	for (; bytes.len > size; bytes = text_from(bytes, size))
		if (!charset_next(c, text_head(bytes, size), false, out, e))
			return false;
	return charset_next(c, bytes, true, out, e);
}

static void conversions(struct arena *a)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		for (size_t size = 1; size <= good[i].bytes.len; size++) {
			struct buf *out = buf_new(a, 1 << 20);
			struct err e = {0};

			ok(in_pieces(a, good[i].name, good[i].bytes, size, out, &e), "%s by %zu %s", good[i].name, size, e.message);
			is_str(buf_str(out), good[i].text, "its text");
		}
		for (size_t cut = 0; cut <= good[i].bytes.len; cut++) {
			struct buf *out = buf_new(a, 1 << 20);
			struct charset *c = opened(a, good[i].name);
			struct err e = {0};

			ok(charset_next(c, text_head(good[i].bytes, cut), false, out, &e)
			   && charset_next(c, (Str){NULL, 0}, false, out, &e)
			   && charset_next(c, text_from(good[i].bytes, cut), true, out, &e)
			   && text_is(buf_str(out), good[i].text), "%s cut at byte %zu %s", good[i].name, cut, e.message);
		}
	}
}

static void invalid(struct arena *a)
{
	static const struct {
		const char *name;
		Str bytes;
		const char *message;
	} bad[] = {
		{"windows-1252", {"abc\x81", 4}, "byte 3: 0x81 is not windows-1252"},
		{"US-ASCII", {"ab\xE9", 3}, "byte 2: 0xE9 is not US-ASCII"},
		{"UTF-8", {"ab\xC3(", 4}, "byte 2: 0xC3 is not UTF-8"},
		{"UTF-8", {"ab\xED\xA0\x80", 5}, "byte 2: 0xED is not UTF-8"},
		{"UTF-8", {"ab\xF4\x90\x80\x80", 6}, "byte 2: 0xF4 is not UTF-8"},
		{"UTF-8", {"\xEF\xBB\xBF\xFF", 4}, "byte 3: 0xFF is not UTF-8"},
		{"UTF-8", {"ab\xC3", 3}, "byte 2: UTF-8 text is cut off inside a character"},
		{"UTF-16LE", {"a\0b", 3}, "byte 2: UTF-16LE text is cut off inside a character"},
		{"UTF-16LE", {"a\0=\xD8", 4}, "byte 2: UTF-16LE text is cut off inside a character"},
		{"UTF-16LE", {"a\0\0\xDC", 4}, "byte 2: 0x00 is not UTF-16LE"},
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		for (size_t size = 1; size <= bad[i].bytes.len; size++) {
			struct buf *out = buf_new(a, 1 << 20);
			struct err e = {0};

			ok(!in_pieces(a, bad[i].name, bad[i].bytes, size, out, &e) && e.kind == ERR_FORMAT, "%s by %zu is refused",
				bad[i].name, size);
			is_z(e.message, bad[i].message, "with its place");
		}
	}
}

static void names(struct arena *a)
{
	static const char *const bad[] = {"", "klingon", "windows-1252//IGNORE", "UTF-8//TRANSLIT", "../x"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = {0};
		struct charset *c;

		ok(!charset_open(a, text(bad[i]), &c, &e) && e.kind == ERR_CONFIG, "refused: %s", e.message);
	}
}

static void large(struct arena *a)
{
	enum { SIZE = 300000 };
	char *bytes = arena_raw(a, SIZE);
	struct buf *out = buf_new(a, 2 * SIZE + 1000), *small = buf_new(a, SIZE);
	struct err e = {0};
	int wrong = 0;

	memset(bytes, '\xE9', SIZE);
	ok(in_pieces(a, "windows-1252", (Str){bytes, SIZE}, SIZE, out, &e), "more than one block %s", e.message);
	is_int((int64_t)out->len, 2 * SIZE, "all of it");
	for (size_t i = 0; i < out->len; i += 2)
		wrong += memcmp(out->at + i, "é", 2) != 0;
	is_int(wrong, 0, "and right");
	ok(!in_pieces(a, "windows-1252", (Str){bytes, SIZE}, SIZE, small, &e) && e.kind == ERR_FORMAT, "no more may be");
	is_z(e.message, "text of more than 300000 bytes", "and says so");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	conversions(a);
	invalid(a);
	names(a);
	large(a);
	arena_end(a);
	free(a);
	return done();
}
