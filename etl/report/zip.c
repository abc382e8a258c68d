#include "report/zip.h"

/* So that zlib takes its input as const. */
#define ZLIB_CONST
#include <zlib.h>

/* APPNOTE.TXT 4.4: deflated, with a descriptor, made at the first moment that a zip knows: 1 January 1980. */
enum { VERSION_NEEDED = 20, HAS_DESCRIPTOR = 8, DEFLATED = 8, FIRST_DAY = 0x21, MEMBERS_MOST = 65535 };
enum { OUT_SIZE = 64 * 1024 };

struct member {
	const char *name;
	uint64_t at, packed, size;
	uint32_t sum;
};

struct zip {
	struct arena *a;
	struct output *out;
	uint64_t at;                 /* bytes that were written so far */
	struct member *members;
	size_t count;
	bool in_member, too_large;
	z_stream z;
};

static void finish(void *subject)
{
	deflateEnd(&((struct zip *)subject)->z);
}

struct zip *zip_new(struct arena *a, struct output *out)
{
	struct zip *z = arena_new_of(a, struct zip);

	z->a = a;
	z->out = out;
	/* Bare deflate, which fails for want of memory only.  A sheet's tags are alike: more effort makes it a fifth
	 * smaller in three times the time. */
	arena_must(deflateInit2(&z->z, Z_BEST_SPEED, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK ? z : NULL);
	arena_defer(a, finish, z);
	return z;
}

static void put(struct zip *z, Str bytes)
{
	buf_add(z->out->b, bytes);
	z->at += bytes.len;
}

static void put_number(struct zip *z, uint64_t n, int size)
{
	for (int i = 0; i < size; i++, n >>= 8) {
		buf_byte(z->out->b, (char)(n & 0xFF));
		z->at++;
	}
}

static void note_size(struct zip *z, uint64_t n)
{
	z->too_large = z->too_large || n > UINT32_MAX;
}

/* What the header of a member and its line in the list begin with. */
static void put_about(struct zip *z, const struct member *m)
{
	put_number(z, VERSION_NEEDED, 2);
	put_number(z, HAS_DESCRIPTOR, 2);
	put_number(z, DEFLATED, 2);
	put_number(z, 0, 2);
	put_number(z, FIRST_DAY, 2);
	put_number(z, m->sum, 4);
	put_number(z, m->packed, 4);
	put_number(z, m->size, 4);
	put_number(z, strlen(m->name), 2);
	put_number(z, 0, 2);
}

/* What deflate has made of what it was given. */
static void drain(struct zip *z, int flush)
{
	struct member *m = &z->members[z->count - 1];
	size_t made;

	do {
		char *room = buf_room(z->out->b, OUT_SIZE);

		if (!room)
			return;
		z->z.next_out = (Bytef *)room;
		z->z.avail_out = OUT_SIZE;
		deflate(&z->z, flush);
		made = OUT_SIZE - z->z.avail_out;
		z->out->b->len += made;
		z->at += made;
		m->packed += made;
	} while (made == OUT_SIZE);
}

static void member_end(struct zip *z)
{
	const struct member *m;

	if (!z->in_member)
		return;
	m = &z->members[z->count - 1];
	drain(z, Z_FINISH);
	put(z, S("PK\x07\x08"));
	put_number(z, m->sum, 4);
	put_number(z, m->packed, 4);
	put_number(z, m->size, 4);
	note_size(z, m->packed);
	note_size(z, m->size);
	z->in_member = false;
}

void zip_member(struct zip *z, const char *name)
{
	struct member *m;

	member_end(z);
	deflateReset(&z->z);
	z->members = arena_grow(z->a, z->members, z->count, sizeof *z->members);
	m = &z->members[z->count++];
	*m = (struct member){.name = text_z(z->a, text(name)), .at = z->at};
	z->in_member = true;
	put(z, S("PK\x03\x04"));
	put_about(z, m);
	put(z, text(m->name));
}

void zip_put(struct zip *z, Str bytes)
{
	struct member *m = &z->members[z->count - 1];

	m->sum = (uint32_t)crc32_z(m->sum, (const Bytef *)bytes.at, bytes.len);
	m->size += bytes.len;
	z->z.next_in = (const Bytef *)bytes.at;
	z->z.avail_in = (uInt)bytes.len;
	drain(z, Z_NO_FLUSH);
}

bool zip_end(struct zip *z, struct err *e)
{
	uint64_t start, size;

	member_end(z);
	start = z->at;
	for (size_t i = 0; i < z->count; i++) {
		put(z, S("PK\x01\x02"));
		put_number(z, VERSION_NEEDED, 2);
		put_about(z, &z->members[i]);
		put_number(z, 0, 10);
		put_number(z, z->members[i].at, 4);
		put(z, text(z->members[i].name));
	}
	note_size(z, z->at);
	size = z->at - start;
	put(z, S("PK\x05\x06"));
	put_number(z, 0, 4);
	put_number(z, z->count, 2);
	put_number(z, z->count, 2);
	put_number(z, size, 4);
	put_number(z, start, 4);
	put_number(z, 0, 2);
	return (!z->too_large && z->count <= MEMBERS_MOST)
	    || err_set(e, ERR_INTERNAL, "%s: more than a zip can hold; leave xlsx out of what the job reports",
			z->out->path);
}
