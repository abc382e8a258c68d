#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void release(void *subject)
{
	free(((struct buf *)subject)->at);
}

struct buf *buf_new(struct arena *a, size_t limit)
{
	struct buf *b = arena_new_of(a, struct buf);

	b->limit = limit;
	arena_defer(a, release, b);
	return b;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->over = false;
}

char *buf_room(struct buf *b, size_t size)
{
	size_t room = b->room ? b->room : 256;

	if (b->over || size > b->limit - b->len) {
		b->over = true;
		return NULL;
	}
	while (room - b->len < size)
		room *= 2;
	if (room != b->room) {
		b->at = arena_must(realloc(b->at, room));
		b->room = room;
	}
	return b->at + b->len;
}

void buf_add(struct buf *b, Str s)
{
	char *room = s.len ? buf_room(b, s.len) : NULL;

	if (room) {
		memcpy(room, s.at, s.len);
		b->len += s.len;
	}
}

void buf_byte(struct buf *b, char c)
{
	buf_add(b, (Str){&c, 1});
}

void buf_print(struct buf *b, const char *format, ...)
{
	va_list first, second;
	char *room;
	int length;

	va_start(first, format);
	va_copy(second, first);
	length = vsnprintf(NULL, 0, format, first);
	va_end(first);
	room = length >= 0 ? buf_room(b, (size_t)length + 1) : NULL;
	if (room) {
		vsnprintf(room, (size_t)length + 1, format, second);
		b->len += (size_t)length;
	}
	va_end(second);
}

void buf_drop(struct buf *b, size_t size)
{
	size = size < b->len ? size : b->len;
	memmove(b->at, b->at + size, b->len - size);
	b->len -= size;
}
