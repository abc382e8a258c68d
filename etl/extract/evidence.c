#include "extract/landing.h"

static bool copy_out(struct landing_stream *s, char *out, size_t length, struct err *e)
{
	while (length > 0) {
		Str bytes;

		if (!landing_stream_next(s, &bytes, e))
			return false;
		bytes = text_head(bytes, length);
		memcpy(out, bytes.at, bytes.len);
		out += bytes.len;
		length -= bytes.len;
	}
	return true;
}

static bool read_out(struct arena *own, const struct landing *l, size_t part, uint64_t offset, Str room, char *out,
	struct err *e)
{
	struct landing_stream *s;

	return landing_stream_open(own, l, part, &s, e)
	    && landing_stream_seek(s, offset, e)
	    && copy_out(s, out, room.len, e);
}

bool landing_text(struct arena *a, const struct landing *l, size_t part, uint64_t offset, uint64_t length, Str *found,
		  struct err *e)
{
	struct arena *own;
	char *out;
	bool read;

	if (part >= l->part_count || offset > l->parts[part].size || length > l->parts[part].size - offset)
		return err_set(e, ERR_INTERNAL, "%s: no part %zu with bytes %ju to %ju", l->manifest, part, (uintmax_t)offset,
			(uintmax_t)(offset + length));
	out = arena_alloc(a, length + 1);
	own = arena_new(a);
	*found = (Str){out, length};
	read = read_out(own, l, part, offset, *found, out, e);
	arena_end(own);
	return read;
}
