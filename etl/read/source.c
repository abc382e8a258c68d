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

Str source_name(const struct source_parts *s, size_t part)
{
	return s->landing ? s->landing->parts[part].name : s->name;
}

size_t source_folders(Str name)
{
	size_t length = name.len;

	while (length > 0 && name.at[length - 1] != '/')
		length--;
	return length;
}

bool source_open(struct arena *a, const struct source_parts *s, size_t part, struct bytes **b, struct err *e)
{
	struct bytes_outer *outer;

	if (s->content.at) {
		*b = bytes_of_memory(a, s->name, s->content, 0);
		return true;
	}
	if (!s->landing)
		return bytes_of_file(a, s->file, s->name, b, e);
	outer = arena_new_of(a, struct bytes_outer);
	*b = bytes_of_outer(a, source_name(s, part), outer);
	return landing_stream_open(a, s->landing, part, &outer->stream, e);
}
