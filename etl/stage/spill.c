#include "stage/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

/* A part collects items until they fill a block, which goes to the end of the file.  MOST_ITEMS: a longer block is not
 * written faster. */
enum { MOST_ITEMS = 200, LEADING = 56 };

struct part {
	struct spilled *waiting;     /* of the block that is not full */
	uint32_t *blocks;            /* where in the file the full ones are */
	size_t waiting_count, block_count;
};

struct spill {
	struct arena *memory;
	const char *path;            /* for messages */
	int file;
	size_t items;                /* of a block */
	uint32_t blocks;             /* in the file */
	struct part parts[SPILL_PARTS];
	const struct part *turn;     /* the part that is read, */
	size_t next;                 /* its item that comes next, */
	struct spilled *block;       /* and the block that it is in */
};

static void end(void *subject)
{
	struct spill *s = subject;

	if (s->file >= 0)
		close(s->file);
}

static size_t items_of(int64_t memory)
{
	int64_t items = memory / (int64_t)(SPILL_PARTS * sizeof(struct spilled));

	return items < 1 ? 1 : items > MOST_ITEMS ? MOST_ITEMS : (size_t)items;
}

bool spill_new(struct arena *a, const char *folder, int64_t memory, struct spill **spill, struct err *e)
{
	struct spill *s = *spill = arena_new_of(a, struct spill);
	char *path = path_join(a, folder, ".known-XXXXXX");

	s->memory = a;
	s->path = path;
	s->items = items_of(memory);
	if (!folder_make(folder, e))
		return false;
	s->file = mkostemp(path, O_CLOEXEC);
	arena_defer(a, end, s);
	if (s->file < 0)
		return cannot_write(e, s->path, "make");
	if (unlink(path) != 0)
		return cannot_write(e, s->path, "unlink");
	s->block = arena_array(a, s->items, struct spilled);
	for (size_t i = 0; i < SPILL_PARTS; i++)
		s->parts[i].waiting = arena_array(a, s->items, struct spilled);
	return true;
}

static bool block_write(struct spill *s, const struct spilled *items, struct err *e)
{
	const char *from = (const char *)items;
	size_t size = s->items * sizeof *items, done = 0;
	off_t at = (off_t)s->blocks * (off_t)size;

	while (done < size) {
		ssize_t n = pwrite(s->file, from + done, size - done, at + (off_t)done);

		if (n < 0 && errno != EINTR)
			return cannot_write(e, s->path, "write");
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

static bool block_read(struct spill *s, uint32_t block, struct err *e)
{
	size_t size = s->items * sizeof *s->block, done = 0;
	off_t at = (off_t)block * (off_t)size;

	while (done < size) {
		ssize_t n = pread(s->file, (char *)s->block + done, size - done, at + (off_t)done);

		if (n == 0)
			return err_set(e, ERR_INTERNAL, "%s: shorter than it was written", s->path);
		if (n < 0 && errno != EINTR)
			return cannot_write(e, s->path, "read");
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

bool spill_put(struct spill *s, const struct spilled *item, struct err *e)
{
	struct part *p = &s->parts[item->key.high >> LEADING];

	p->waiting[p->waiting_count++] = *item;
	if (p->waiting_count < s->items)
		return true;
	p->blocks = arena_grow(s->memory, p->blocks, p->block_count, sizeof *p->blocks);
	p->blocks[p->block_count++] = s->blocks;
	p->waiting_count = 0;
	if (!block_write(s, p->waiting, e))
		return false;
	s->blocks++;
	return true;
}

size_t spill_count(const struct spill *s, size_t part)
{
	return s->parts[part].block_count * s->items + s->parts[part].waiting_count;
}

void spill_turn(struct spill *s, size_t part)
{
	s->turn = &s->parts[part];
	s->next = 0;
}

bool spill_next(struct spill *s, struct spilled *item, struct err *e)
{
	size_t block = s->next / s->items, at = s->next % s->items;

	s->next++;
	if (block == s->turn->block_count) {
		*item = s->turn->waiting[at];
		return at < s->turn->waiting_count;
	}
	if (at == 0 && !block_read(s, s->turn->blocks[block], e))
		return false;
	*item = s->block[at];
	return true;
}
