/*
 * Memory by lifetime.  Everything that lives equally long comes from one arena and ends with it; nothing is freed
 * alone.  There are four lifetimes: process, run, extract and batch.  A foreign handle joins the arena where it is
 * born (arena_defer), so that no way out of a function can forget it.  Out of memory ends the process: every run is
 * a process of its own, and a load that is cut off leaves nothing behind.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

/* A new arena; it ends with its parent, or never if parent is NULL. */
struct arena *arena_new(struct arena *parent);

/* Runs what was deferred, newest first, ends the children and takes all memory back; the arena stays usable. */
void arena_end(struct arena *a);

/* Zeroed memory, aligned for any type.  Never NULL. */
void *arena_alloc(struct arena *a, size_t size);

/* As arena_alloc, but not zeroed. */
void *arena_raw(struct arena *a, size_t size);

/* Room for count + 1 items of the given size, holding the count items at old (NULL for none); for growing arrays. */
void *arena_grow(struct arena *a, void *old, size_t count, size_t size);

/* Calls last(subject) when the arena ends. */
void arena_defer(struct arena *a, void (*last)(void *), void *subject);

/* That memory; the process ends if it is NULL.  For what comes from elsewhere. */
void *arena_must(void *memory);

/* Formatted text, ended by a NUL. */
char *arena_print(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, count, type) ((type *)arena_alloc((a), (size_t)(count) * sizeof(type)))

#endif
