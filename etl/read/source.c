#include "read/source.h"

/* A landing's part as bytes that format/ can pull from without knowing what a landing is. */
struct bytes_outer {
	struct landing_stream *stream;
};

bool bytes_outer_next(struct bytes_outer *outer, Str *chunk, struct err *e)
{
	return landing_stream_next(outer->stream, chunk, e);
}

bool bytes_outer_seek(struct bytes_outer *outer, uint64_t offset, struct err *e)
{
	return landing_stream_seek(outer->stream, offset, e);
}

uint64_t bytes_outer_size(const struct bytes_outer *outer)
{
	return landing_stream_size(outer->stream);
}

size_t source_count(const struct source_parts *s)
{
	return s->landing ? s->landing->part_count : 1;
}

/* A part is named after its file, without the folders before it. */
static Str base_name(Str name)
{
	for (size_t i = name.len; i > 0; i--)
		if (name.at[i - 1] == '/')
			return text_from(name, i);
	return name;
}

bool source_open(struct arena *a, const struct source_parts *s, size_t part, struct bytes **b, struct err *e)
{
	struct bytes_outer *outer;

	if (!s->landing)
		return bytes_of_file(a, s->file, b, e);
	outer = arena_new_of(a, struct bytes_outer);
	*b = bytes_of_outer(a, base_name(s->landing->parts[part].name), outer);
	return landing_stream_open(a, s->landing, part, &outer->stream, e);
}
