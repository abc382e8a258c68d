/*
 * Compresses blocks in threads of its own, zstd level 1, a frame each, and writes them to a file one
 * behind another, while the caller reads and hashes the next.
 *
 *	caller: room ─ fill ─ put ─ room ─ fill ─ put …  end
 *	               └────ring of blocks────▶ threads: compress ─ wait for the turn ─ write
 *
 * The threads touch nothing but the blocks that were put, the file and their own error, which end hands over.
 */
#ifndef EXTRACT_SQUEEZE_H
#define EXTRACT_SQUEEZE_H

#include "extract/aside.h"

#include <stdint.h>

struct squeeze;

/* The threads live as long as the arena and serve one file after another. */
bool squeeze_open(struct arena *a, struct squeeze **s, struct err *e) __attribute__((warn_unused_result));

/* What follows goes to this file; the sizes of its frames are kept in the arena. */
void squeeze_begin(struct squeeze *s, struct arena *a, struct aside *to);

/* Room for LANDING_BLOCK bytes to be filled, once it is free. */
char *squeeze_room(struct squeeze *s);

/* Hands over the first size bytes of the room; a failure of a thread is known at the end, and sooner if possible. */
bool squeeze_put(struct squeeze *s, size_t size, struct err *e) __attribute__((warn_unused_result));

/* Waits until all is written; gives the size of each frame. */
bool squeeze_end(struct squeeze *s, uint32_t **frames, size_t *count, struct err *e)
	__attribute__((warn_unused_result));

#endif
