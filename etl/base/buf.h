/*
 * A growing buffer that is told its limit at birth and goes quiet after the first overflow: append a hundred times,
 * look once (buf_is_over).  Its memory ends with the arena.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/text.h"

struct buf {
	char *at;
	size_t len, room, limit;
	bool over;
};

/* An empty buffer that may hold up to limit bytes. */
struct buf *buf_new(struct arena *a, size_t limit);

void buf_clear(struct buf *b);
void buf_add(struct buf *b, Str s);
void buf_byte(struct buf *b, char c);
void buf_print(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for size more bytes, to be filled by the caller, who then adds what it wrote to len; NULL past the limit. */
char *buf_room(struct buf *b, size_t size);

/* Drops the first size bytes. */
void buf_drop(struct buf *b, size_t size);

static inline Str buf_str(const struct buf *b)
{
	return (Str){b->at, b->len};
}

static inline bool buf_is_over(const struct buf *b)
{
	return b->over;
}

#endif
