/*
 * Every kind of packed file, damaged in every way: a byte flipped anywhere, cut anywhere, bytes behind the end, a wrong
 * checksum, a wrong length.  Each is refused, or gives what the whole file gives.
 */
#include "shell.h"
#include "tap.h"

#include "base/buf.h"
#include "format/unpack.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/counterfoil-packed-XXXXXX";

static Str content_of(struct arena *a, const char *name)
{
	FILE *file = fopen(arena_print(a, "%s/%s", folder, name), "rb");
	char *room = arena_raw(a, 1 << 16);
	size_t n = file ? fread(room, 1, 1 << 16, file) : 0;

	if (file)
		fclose(file);
	return (Str){room, n};
}

/* "name=content;" of every member; false if it is refused. */
static bool unpacked(struct arena *a, Str packed, struct buf *out, struct err *e)
{
	static const struct unpack_limits usual;
	struct unpack *u;
	bool has = true, good = unpack_open(a, bytes_of_memory(a, S("x"), packed, 0), &usual, S(""), &u, e);
	Str name, chunk;

	while (good && (good = unpack_next(u, &name, &has, e)) && has) {
		buf_print(out, "%.*s=", STR(name));
		for (chunk.len = 1; good && chunk.len > 0;) {
			good = unpack_read(u, &chunk, e);
			if (good)
				buf_add(out, chunk);
		}
		buf_byte(out, ';');
	}
	return good;
}

/* Whether a damaged copy is refused; *same: it is not, and gives what the whole one gives. */
static bool is_refused(Str packed, Str whole, bool *same)
{
	struct arena *a = arena_new(NULL);
	struct buf *out = buf_new(a, 1 << 20);
	struct err e = {0};
	bool refused = !unpacked(a, packed, out, &e);

	*same = !refused && text_is(buf_str(out), whole);
	arena_end(a);
	free(a);
	return refused;
}

struct kind {
	const char *file;
	size_t known;                /* bytes by which it is known as packed: without them it is plain content */
	bool joins;                  /* two of them, one behind the other, are one */
	size_t sum_at, length_at;    /* from the end if it begins with 0x8000: its checksum and its length */
};

enum { END = 0x8000, NONE = 0 };

/* Where the checksum and the length of the content stand is a fact of each format: gzip RFC 1952, bzip2's block header,
 * xz's index, zstd RFC 8878 (frame header, checksum behind the last block), zip's and 7z's lists at the end. */
static const struct kind kinds[] = {
	{"c.gz", 3, true, END + 8, END + 4},
	{"c.bz2", 14, true, 10, NONE},
	{"c.xz", 6, true, END + 40, END + 23},
	{"c.zst", 6, true, END + 4, 5},
	{"z.zip", 4, false, END + 89, END + 81},
	{"s.7z", 6, false, 8, 20},
};

static void flipped(const struct kind *k, Str packed, Str whole)
{
	static const char masks[] = {1, 8, (char)0x80, (char)0xFF};
	struct arena *a = arena_new(NULL);
	char *copy = arena_raw(a, packed.len);
	size_t other = 0, same = 0;
	bool is_same;

	memcpy(copy, packed.at, packed.len);
	for (size_t at = k->known; at < packed.len; at++) {
		for (size_t m = 0; m < sizeof masks; m++) {
			copy[at] = (char)(packed.at[at] ^ masks[m]);
			if (is_refused((Str){copy, packed.len}, whole, &is_same))
				continue;
			same += is_same;
			if (!is_same && other++ < 5)
				printf("# %s: byte %zu of %zu, %02x\n", k->file, at, packed.len, (unsigned char)masks[m]);
		}
		copy[at] = packed.at[at];
	}
	is_int((int64_t)other, 0, "%s: a byte flipped anywhere is refused, or changes nothing (%zu times)", k->file, same);
	arena_end(a);
	free(a);
}

static void cut(const struct kind *k, Str packed, Str whole)
{
	size_t missed = 0;
	bool same;

	for (size_t n = k->known; n < packed.len; n++)
		missed += !is_refused(text_head(packed, n), whole, &same);
	is_int((int64_t)missed, 0, "%s: cut anywhere is refused", k->file);
}

static void behind(const struct kind *k, Str packed, Str whole)
{
	static const Str more[] = {{"\n", 1}, {"\0", 1}, {"junk", 4}, {"\x1F\x8B", 2}, {"BZh9", 4}, {"\xFD" "7zXZ", 5},
		{"\x28\xB5\x2F\xFD", 4}, {"PK\x03\x04", 4}};
	struct arena *a = arena_new(NULL);
	struct buf *b = buf_new(a, 1 << 18);
	bool same;

	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		buf_clear(b);
		buf_add(b, packed);
		buf_add(b, more[i]);
		ok(is_refused(buf_str(b), whole, &same), "%s: %zu bytes behind its end are refused", k->file, more[i].len);
	}
	buf_clear(b);
	buf_add(b, packed);
	buf_add(b, packed);
	ok(is_refused(buf_str(b), whole, &same) != k->joins, "%s: twice is %s", k->file, k->joins ? "read" : "refused");
	arena_end(a);
	free(a);
}

static void stated(const struct kind *k, Str packed, Str whole, size_t where, const char *what)
{
	struct arena *a = arena_new(NULL);
	char *copy = arena_raw(a, packed.len);
	size_t at = where >= END ? packed.len - (where - END) : where;
	bool same;

	if (where != NONE) {
		memcpy(copy, packed.at, packed.len);
		copy[at] = (char)(copy[at] ^ 1);
		ok(is_refused((Str){copy, packed.len}, whole, &same), "%s: a wrong %s is refused", k->file, what);
	}
	arena_end(a);
	free(a);
}

static void damaged(const struct kind *k)
{
	struct arena *a = arena_new(NULL);
	struct buf *out = buf_new(a, 1 << 20);
	struct err e = {0};
	Str packed = content_of(a, k->file);

	if (ok(packed.len > 0 && unpacked(a, packed, out, &e), "%s is whole %s", k->file, e.message)) {
		flipped(k, packed, buf_str(out));
		cut(k, packed, buf_str(out));
		behind(k, packed, buf_str(out));
		stated(k, packed, buf_str(out), k->sum_at, "checksum");
		stated(k, packed, buf_str(out), k->length_at, "length");
	}
	arena_end(a);
	free(a);
}

/* A tar has a checksum of each member's header and none of its content: of that only what packs the tar, or a list of
 * digests beside it, is a proof.  Its sizes are part of the header. */
static void tar(void)
{
	enum { HEADER = 512, SIZE_AT = 124, MAGIC_AT = 257, MAGIC_SIZE = 5, FIRST = 1024 };
	struct arena *a = arena_new(NULL);
	struct buf *out = buf_new(a, 1 << 20);
	struct err e = {0};
	Str packed = content_of(a, "t.tar");
	char *copy = arena_raw(a, packed.len);
	size_t other = 0, headers[] = {0, FIRST};
	bool same;

	ok(unpacked(a, packed, out, &e), "t.tar is whole %s", e.message);
	memcpy(copy, packed.at, packed.len);
	for (size_t h = 0; h < 2; h++) {
		for (size_t i = 0; i < HEADER; i++) {
			size_t at = headers[h] + i;

			if (h == 0 && i >= MAGIC_AT && i < MAGIC_AT + MAGIC_SIZE)
				continue;            /* by which it is known as a tar */
			copy[at] = (char)(packed.at[at] ^ 1);
			other += !is_refused((Str){copy, packed.len}, buf_str(out), &same) && !same;
			copy[at] = packed.at[at];
		}
	}
	is_int((int64_t)other, 0, "t.tar: a byte flipped in a header is refused, or changes nothing");
	copy[SIZE_AT + 5] = '7';
	ok(is_refused((Str){copy, packed.len}, buf_str(out), &same), "t.tar: a wrong length is refused");
	copy[SIZE_AT + 5] = packed.at[SIZE_AT + 5];
	for (size_t n = HEADER; n < 2 * FIRST + 2 * HEADER; n++)
		other += !is_refused(text_head(packed, n), buf_str(out), &same);
	is_int((int64_t)other, 0, "t.tar: cut anywhere is refused");
	arena_end(a);
	free(a);
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	if (!mkdtemp(folder))
		abort();
	ok(shell_in(folder, "seq 1 60 > c; seq 61 90 > d; gzip -nk c; bzip2 -k c || 7z a -tbzip2 c.bz2 c; "
		"xz -k c || 7z a -txz c.xz c; zstd -q --check c; 7z a z.zip c d; 7z a s.7z c d;"
		"bsdtar --format ustar -cf t.tar c d"),
	   "packed by real tools");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		damaged(&kinds[i]);
	tar();
	ok(shell_in("/tmp", arena_print(a, "rm -rf %s", folder)), "cleaned up");
	arena_end(a);
	free(a);
	return done();
}
