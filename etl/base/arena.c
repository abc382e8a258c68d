#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BLOCK_SIZE = 16 * 1024, ALIGNMENT = 16, LARGEST_LEFT = 2 * ALIGNMENT };

/* A block of this size is a table that is jumped about in: pages of 2 MiB spare it most of the walks through the page
 * table. */
enum { HUGE_BLOCK = 8 << 20, HUGE_PAGE = 2 << 20 };

struct block {
	struct block *next;
	size_t size;
	bool is_mapped;
	_Alignas(ALIGNMENT) char bytes[];
};

struct deferred {
	struct deferred *next;
	void (*last)(void *);
	void *subject;
};

/* Children stand in a list through their siblings; an arena that ends early leaves its parent's list as it was. */
struct arena {
	struct block *blocks;
	char *free_at;
	size_t free_size;
	struct deferred *deferred;
	struct arena *children, *sibling;
};

void *arena_must(void *memory)
{
	if (!memory) {
		fputs("counterfoil: out of memory\n", stderr);
		_Exit(1);
	}
	return memory;
}

struct arena *arena_new(struct arena *parent)
{
	struct arena *a = arena_must(calloc(1, sizeof *a));

	if (parent) {
		a->sibling = parent->children;
		parent->children = a;
	}
	return a;
}

static struct block *block_keep(struct arena *a, struct block *b, size_t size)
{
	b->size = size;
	b->is_mapped = false;
	b->next = a->blocks;
	a->blocks = b;
	return b;
}

static struct block *block_new(struct arena *a, size_t size)
{
	return block_keep(a, arena_must(malloc(sizeof(struct block) + size)), size);
}

/* From the system as zeros, which are not written again, and back to it: malloc would keep what such tables leave.
 * Without huge pages it is only slower. */
static struct block *block_huge(struct arena *a, size_t size)
{
	void *memory = mmap(NULL, sizeof(struct block) + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct block *b = block_keep(a, arena_must(memory == MAP_FAILED ? NULL : memory), size);
	size_t before = HUGE_PAGE - (uintptr_t)b->bytes % HUGE_PAGE;

	b->is_mapped = true;
	(void)!madvise(b->bytes + before, (size - before) / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
	return b;
}

void *arena_raw(struct arena *a, size_t size)
{
	void *memory;

	if (size > SIZE_MAX - LARGEST_LEFT)
		arena_must(NULL);
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (size > BLOCK_SIZE / 4)
		return block_new(a, size)->bytes;
	if (size > a->free_size || !a->free_at) {
		a->free_at = block_new(a, BLOCK_SIZE)->bytes;
		a->free_size = BLOCK_SIZE;
	}
	memory = a->free_at;
	a->free_at += size;
	a->free_size -= size;
	return memory;
}

void *arena_alloc(struct arena *a, size_t size)
{
	if (size >= HUGE_BLOCK && size <= SIZE_MAX - LARGEST_LEFT)
		return block_huge(a, size)->bytes;
	return memset(arena_raw(a, size), 0, size);
}

static bool is_power_of_two(size_t n)
{
	return (n & (n - 1)) == 0;
}

void *arena_grow(struct arena *a, void *old, size_t count, size_t size)
{
	void *grown;

	if (count > 0 && !is_power_of_two(count))
		return old;
	grown = arena_alloc(a, (count ? 2 * count : 1) * size);
	if (count > 0)
		memcpy(grown, old, count * size);
	return grown;
}

void arena_defer(struct arena *a, void (*last)(void *), void *subject)
{
	struct deferred *d = arena_new_of(a, struct deferred);

	d->last = last;
	d->subject = subject;
	d->next = a->deferred;
	a->deferred = d;
}

void arena_end(struct arena *a)
{
	while (a->children) {
		struct arena *child = a->children;

		a->children = child->sibling;
		arena_end(child);
		free(child);
	}
	while (a->deferred) {
		struct deferred *d = a->deferred;

		a->deferred = d->next;
		d->last(d->subject);
	}
	while (a->blocks) {
		struct block *b = a->blocks;

		a->blocks = b->next;
		if (b->is_mapped)
			(void)!munmap(b, sizeof *b + b->size);
		else
			free(b);
	}
	a->free_at = NULL;
	a->free_size = 0;
}

char *arena_print(struct arena *a, const char *format, ...)
{
	va_list first, second;
	char *text;
	int length;

	va_start(first, format);
	va_copy(second, first);
	length = vsnprintf(NULL, 0, format, first);
	va_end(first);
	text = arena_raw(a, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, second);
	va_end(second);
	return text;
}
