#include "format/unpack.h"

#include "base/card.h"
#include "format/layer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PEEK = 512, RATIO_FROM = 16 << 20 };

enum layer_kind { LAYER_BYTES, LAYER_GZIP, LAYER_STREAM, LAYER_ARCHIVE };

struct layer {
	enum layer_kind kind;
	struct layer *below;
	struct unpack *u;
	struct arena *arena;         /* ends with the layer */
	struct buf *name;            /* of its content: the current member's in an archive */
	Str member;                  /* of an archive: the current one, without what leads to it */

	struct buf *peeked;          /* content that was looked at and not given out yet */
	Str piece;                   /* what follows it */
	bool is_peeked;
	uint64_t *given;             /* by all layers of this depth together: many small members are large too */

	struct bytes *bytes;
	struct gzip *gzip;
	struct packed *packed;
};

struct unpack {
	struct arena *arena;
	struct unpack_limits limits;
	Str pattern;
	struct layer *top;
	struct bytes *from;
	uint32_t depth, entries;
	uint64_t *given;             /* by depth: unpacked bytes */
	bool begun;
};

Str layer_name(const struct layer *l)
{
	return card_masked(l->arena, buf_str(l->name));
}

struct bytes *layer_bytes(const struct layer *l)
{
	return l->bytes;
}

static struct layer *push(struct unpack *u, enum layer_kind kind)
{
	struct arena *a = arena_new(u->arena);
	struct layer *l = arena_new_of(a, struct layer);

	*l = (struct layer){.kind = kind, .below = u->top, .u = u, .arena = a, .given = &u->given[u->depth]};
	l->name = buf_new(a, 1 << 16);
	l->peeked = buf_new(a, 1 << 30);
	if (u->top)
		buf_add(l->name, buf_str(u->top->name));
	u->top = l;
	return l;
}

static void pop(struct unpack *u)
{
	struct layer *below = u->top->below;

	arena_end(u->top->arena);
	u->top = below;
}

static bool pull_raw(struct layer *l, Str *chunk, struct err *e)
{
	switch (l->kind) {
	case LAYER_GZIP: return gzip_read(l->gzip, chunk, e);
	case LAYER_STREAM:
	case LAYER_ARCHIVE: return packed_read(l->packed, chunk, e);
	case LAYER_BYTES: break;
	}
	return bytes_next(l->bytes, chunk, e);
}

static bool check_growth(struct layer *l, size_t more, struct err *e)
{
	struct unpack *u = l->u;

	*l->given += more;
	if (*l->given > u->limits.size)
		return err_set(e, ERR_FORMAT, "%.*s: unpacks to more than %ju bytes", STR(layer_name(l)),
			       (uintmax_t)u->limits.size);
	if (*l->given > RATIO_FROM && *l->given / u->limits.ratio > bytes_size(u->from))
		return err_set(e, ERR_FORMAT, "%.*s: unpacks to more than %u times its size", STR(layer_name(l)),
			       u->limits.ratio);
	return true;
}

bool layer_pull(struct layer *l, Str *chunk, struct err *e)
{
	if (l->is_peeked) {
		l->is_peeked = false;
		*chunk = buf_str(l->peeked);
		if (chunk->len > 0)
			return true;
	}
	return pull_raw(l, chunk, e) && check_growth(l, chunk->len, e);
}

/* The first PEEK bytes, or all there are; they are given out again by the next pull. */
static bool peek(struct layer *l, Str *head, struct err *e)
{
	Str chunk = {NULL, 1};

	buf_clear(l->peeked);
	while (l->peeked->len < PEEK && chunk.len > 0) {
		if (!pull_raw(l, &chunk, e) || !check_growth(l, chunk.len, e))
			return false;
		buf_add(l->peeked, chunk);
	}
	l->is_peeked = true;
	*head = buf_str(l->peeked);
	return true;
}

/* The sum of a tar header's bytes, its own field taken as blanks, is written in it in octal.  Any text may say "ustar"
 * where a header does, but none has the zeros that fill a header up. */
static bool is_tar(Str head)
{
	enum { SUM_AT = 148, SUM_SIZE = 8, MAGIC_AT = 257 };
	uint32_t sum = 0, said = 0;

	if (head.len < PEEK)
		return false;
	if (text_begins(text_from(head, MAGIC_AT), S("ustar")) && text_find_byte(head, '\0') < MAGIC_AT)
		return true;
	for (size_t i = 0; i < PEEK; i++)
		sum += i >= SUM_AT && i < SUM_AT + SUM_SIZE ? ' ' : (unsigned char)head.at[i];
	for (size_t i = SUM_AT; i < SUM_AT + SUM_SIZE; i++)
		if (head.at[i] >= '0' && head.at[i] <= '7')
			said = said * 8 + (uint32_t)(head.at[i] - '0');
	return said == sum && head.at[0] != '\0';
}

struct magic {
	const char *bytes;
	size_t size;
	enum layer_kind kind;
	enum packed_kind packed;
};

static const struct magic magics[] = {
	{"\x1F\x8B", 2, LAYER_GZIP, 0},
	{"PK\x03\x04", 4, LAYER_ARCHIVE, PACKED_ZIP},
	{"PK\x05\x06", 4, LAYER_ARCHIVE, PACKED_ZIP},
	{"7z\xBC\xAF\x27\x1C", 6, LAYER_ARCHIVE, PACKED_SEVEN},
	{"\x28\xB5\x2F\xFD", 4, LAYER_STREAM, PACKED_ZSTD},
	{"\xFD" "7zXZ\x00", 6, LAYER_STREAM, PACKED_XZ},
};

/* "BZh", the size of its blocks, and the number that opens a block, or the end if there is none. */
static bool is_bzip2(Str head)
{
	Str number = text_from(head, 4);

	return text_begins(head, S("BZh")) && head.len > 4 && head.at[3] >= '1' && head.at[3] <= '9' &&
	       (text_begins(number, S("1AY&SY")) || text_begins(number, S("\x17\x72\x45\x38\x50\x90")));
}

/* What the head says that the content is; false for plain content. */
static bool detect(Str head, enum layer_kind *kind, enum packed_kind *packed)
{
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		if (text_begins(head, (Str){magics[i].bytes, magics[i].size})) {
			*kind = magics[i].kind;
			*packed = magics[i].packed;
			return true;
		}
	}
	*kind = is_tar(head) ? LAYER_ARCHIVE : LAYER_STREAM;
	*packed = *kind == LAYER_ARCHIVE ? PACKED_TAR : PACKED_BZIP2;
	return *kind == LAYER_ARCHIVE || is_bzip2(head);
}

static bool write_all(int file, Str s)
{
	while (s.len > 0) {
		ssize_t n = write(file, s.at, s.len);

		if (n < 0 && errno != EINTR)
			return false;
		s = text_from(s, n < 0 ? 0 : (size_t)n);
	}
	return true;
}

static bool spool_open(struct arena *a, int *file, struct err *e)
{
	const char *folder = getenv("TMPDIR");
	char *path = arena_print(a, "%s/counterfoil-XXXXXX", folder ? folder : "/tmp");

	*file = mkstemp(path);
	if (*file < 0)
		return err_set(e, ERR_SOURCE, "%s: %s", path, strerror(errno));
	unlink(path);
	return true;
}

/* zip and 7z have their list of members at the end: what cannot be sought in is first written to a file without a
 * name, which the kernel takes back however we end. */
static bool spool(struct unpack *u, struct err *e)
{
	struct layer *from = u->top, *l = push(u, LAYER_BYTES);
	Str chunk;
	int file;

	if (!spool_open(l->arena, &file, e))
		return false;
	l->bytes = bytes_of_descriptor(l->arena, layer_name(from), file);
	do {
		if (!layer_pull(from, &chunk, e))
			return false;
		if (!write_all(file, chunk))
			return err_set(e, ERR_SOURCE, "%.*s: unpacking to a temporary file: %s", STR(layer_name(from)),
				       strerror(errno));
	} while (chunk.len > 0);
	return true;
}

/* Puts a layer on top that unpacks what the top holds. */
static bool open_layer(struct unpack *u, enum layer_kind kind, enum packed_kind packed, struct err *e)
{
	bool seeks = kind == LAYER_ARCHIVE && packed != PACKED_TAR;
	struct layer *below, *l;

	if (u->depth == u->limits.depth)
		return err_set(e, ERR_FORMAT, "%.*s: more than %u layers of packing", STR(layer_name(u->top)),
			       u->limits.depth);
	u->depth++;
	if (seeks && !u->top->bytes && !spool(u, e))
		return false;
	below = u->top;
	l = push(u, kind);
	if (kind == LAYER_GZIP) {
		l->gzip = gzip_new(l->arena, below);
		return true;
	}
	return packed_open(l->arena, packed, below, &l->packed, e);
}

/* Reads what is left of a compressed stream, so that its checksum is proven, and goes a layer down. */
static bool close_layer(struct unpack *u, struct err *e)
{
	struct layer *l = u->top;
	Str chunk = {NULL, 1};

	if (l->kind == LAYER_GZIP || l->kind == LAYER_STREAM)
		while (chunk.len > 0)
			if (!layer_pull(l, &chunk, e))
				return false;
	if (l->kind != LAYER_BYTES)
		u->depth--;
	pop(u);
	return true;
}

static void set_name(struct layer *l)
{
	buf_clear(l->name);
	buf_add(l->name, buf_str(l->below->name));
	buf_byte(l->name, '!');
	buf_add(l->name, l->member);
}

/* The next file of the archive on top.  What macOS adds beside each file is none. */
static bool next_member(struct unpack *u, bool *has, struct err *e)
{
	struct layer *l = u->top;
	bool is_file = false;

	do {
		if (!packed_next(l->packed, &l->member, &is_file, has, e))
			return false;
		if (*has && ++u->entries > u->limits.entries)
			return err_set(e, ERR_FORMAT, "%.*s: more than %u members", STR(layer_name(l->below)),
				       u->limits.entries);
	} while (*has && (!is_file || text_begins(l->member, S("__MACOSX/"))));
	if (*has)
		set_name(l);
	l->is_peeked = false;
	return true;
}

static bool is_wanted(const struct unpack *u)
{
	const struct layer *l = u->top;
	Str base;

	while (l && l->kind != LAYER_ARCHIVE)
		l = l->below;
	if (!l || u->pattern.len == 0 || text_glob(u->pattern, l->member))
		return true;
	base = l->member;
	for (size_t i = 0; i < l->member.len; i++)
		if (l->member.at[i] == '/')
			base = text_from(l->member, i + 1);
	return text_glob(u->pattern, base);
}

/* At the beginning of the top's content: is it packed, then *inside says whether the new top's content begins now;
 * plain, then *found says whether it is wanted. */
static bool enter(struct unpack *u, bool *inside, bool *found, struct err *e)
{
	enum layer_kind kind;
	enum packed_kind packed;
	Str head;

	if (!peek(u->top, &head, e))
		return false;
	if (!detect(head, &kind, &packed)) {
		*inside = false;
		*found = is_wanted(u);
		return true;
	}
	*inside = kind != LAYER_ARCHIVE;
	return open_layer(u, kind, packed, e);
}

bool unpack_next(struct unpack *u, Str *name, bool *has, struct err *e)
{
	bool inside = !u->begun;

	*has = false;
	if (!u->begun) {
		struct layer *l = push(u, LAYER_BYTES);

		u->begun = true;
		l->bytes = u->from;
		buf_add(l->name, bytes_name(u->from));
	}
	while (!*has && u->top) {
		if (inside) {
			if (!enter(u, &inside, has, e))
				return false;
			continue;
		}
		if (u->top->kind == LAYER_ARCHIVE && !next_member(u, &inside, e))
			return false;
		if (!inside && !close_layer(u, e))
			return false;
	}
	if (*has)
		*name = buf_str(u->top->name);
	return true;
}

bool unpack_read(struct unpack *u, Str *chunk, struct err *e)
{
	return layer_pull(u->top, chunk, e);
}

bool unpack_open(struct arena *a, struct bytes *from, const struct unpack_limits *limits, Str member,
		 struct unpack **out, struct err *e)
{
	struct unpack *u = arena_new_of(a, struct unpack);

	*out = u;
	*u = (struct unpack){.arena = a, .limits = *limits, .pattern = member, .from = from};
	if (u->limits.depth == 0)
		u->limits.depth = 4;
	if (u->limits.entries == 0)
		u->limits.entries = 100000;
	if (u->limits.ratio == 0)
		u->limits.ratio = 1000;
	if (u->limits.size == 0)
		u->limits.size = UINT64_C(1) << 40;
	u->given = arena_array(a, u->limits.depth + 1, uint64_t);
	return bytes_seek(from, 0, e);
}
