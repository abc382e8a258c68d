#include "format/layer.h"

/* So that zlib takes its input as const. */
#define ZLIB_CONST
#include <zlib.h>

enum { OUT_SIZE = 256 * 1024 };

struct gzip {
	struct layer *below;
	struct arena *arena;
	z_stream z;
	bool in_member, any, ended;
	unsigned char *out;
};

static void finish(void *subject)
{
	inflateEnd(&((struct gzip *)subject)->z);
}

struct gzip *gzip_new(struct arena *a, struct layer *below)
{
	struct gzip *g = arena_new_of(a, struct gzip);

	g->arena = a;
	g->below = below;
	g->out = arena_raw(a, OUT_SIZE);
	/* 16: a gzip wrapper and nothing else, with its checksum and length verified. */
	if (inflateInit2(&g->z, 15 + 16) == Z_OK)
		arena_defer(a, finish, g);
	else
		g->below = NULL;
	return g;
}

static bool wrong(const struct gzip *g, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "%.*s: %s", STR(layer_name(g->below)), fact);
}

static bool fill(struct gzip *g, struct err *e)
{
	Str chunk;

	if (g->z.avail_in > 0)
		return true;
	if (!layer_pull(g->below, &chunk, e))
		return false;
	g->ended = chunk.len == 0;
	g->z.next_in = (const Bytef *)chunk.at;
	g->z.avail_in = (uInt)chunk.len;
	return true;
}

/* Between members: another may follow, and nothing else. */
static bool begin_member(struct gzip *g, struct err *e)
{
	if (g->any && *g->z.next_in != 0x1F)
		return wrong(g, "bytes behind the end of the gzip", e);
	if (g->any && inflateReset(&g->z) != Z_OK)
		return err_set(e, ERR_INTERNAL, "zlib cannot begin again");
	g->in_member = true;
	g->any = true;
	return true;
}

static bool inflate_some(struct gzip *g, struct err *e)
{
	int result = inflate(&g->z, Z_NO_FLUSH);

	if (result == Z_STREAM_END) {
		g->in_member = false;
		return true;
	}
	if (result == Z_OK || result == Z_BUF_ERROR)
		return true;
	return wrong(g, arena_print(g->arena, "the gzip is damaged: %s", g->z.msg ? g->z.msg : "bad data"), e);
}

bool gzip_read(struct gzip *g, Str *chunk, struct err *e)
{
	if (!g->below)
		return err_set(e, ERR_INTERNAL, "zlib cannot begin");
	g->z.next_out = g->out;
	g->z.avail_out = OUT_SIZE;
	while (g->z.avail_out == OUT_SIZE) {
		if (!fill(g, e))
			return false;
		if (g->ended)
			break;
		if (!g->in_member && !begin_member(g, e))
			return false;
		if (!inflate_some(g, e))
			return false;
	}
	if (g->ended && g->in_member)
		return wrong(g, "the gzip is cut off", e);
	*chunk = (Str){(const char *)g->out, OUT_SIZE - g->z.avail_out};
	return true;
}

uint32_t gzip_sum(Str s)
{
	return (uint32_t)crc32_z(0, (const unsigned char *)s.at, s.len);
}
