#include "report/output.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { ENOUGH = 1 << 18, MOST = 64 << 20, CHUNK = 1 << 16 };

/* What was not kept leaves nothing behind. */
static void drop(void *subject)
{
	struct output *o = subject;

	if (o->fd < 0)
		return;
	close(o->fd);
	unlink(o->aside);
	o->fd = -1;
}

bool output_open(struct arena *a, const char *path, struct output **out, struct err *e)
{
	struct output *o = *out = arena_new_of(a, struct output);

	o->a = a;
	o->b = buf_new(a, MOST);
	o->path = path;
	o->aside = arena_print(a, "%s.new-%ld", path, (long)getpid());
	o->fd = open(o->aside, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (o->fd < 0)
		return cannot_write(e, o->aside, "create");
	arena_defer(a, drop, o);
	return true;
}

struct output *output_into(struct arena *a, struct buf *b)
{
	struct output *o = arena_new_of(a, struct output);

	*o = (struct output){.a = a, .b = b, .fd = -1};
	return o;
}

static bool flush(struct output *o, struct err *e)
{
	if (buf_is_over(o->b))
		return err_set(e, ERR_INTERNAL, "%s: more than %d bytes in one piece", o->path, (int)MOST);
	if (!file_put(o->fd, buf_str(o->b), o->aside, e))
		return false;
	buf_clear(o->b);
	return true;
}

bool output_spill(struct output *o, struct err *e)
{
	return o->fd < 0 || o->b->len < ENOUGH ? true : flush(o, e);
}

/* Reads as much as there is, up to a chunk; -1 if it cannot. */
static ssize_t chunk(int fd, char *to)
{
	size_t have = 0;

	while (have < CHUNK) {
		ssize_t got = read(fd, to + have, CHUNK - have);

		if (got < 0 && errno != EINTR)
			return -1;
		if (got == 0)
			break;
		have += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)have;
}

static bool same_bytes(struct output *o, int other)
{
	char *ours = arena_raw(o->a, CHUNK), *theirs = arena_raw(o->a, CHUNK);
	ssize_t n;

	if (lseek(o->fd, 0, SEEK_SET) != 0)
		return false;
	do {
		n = chunk(o->fd, ours);
		if (n < 0 || chunk(other, theirs) != n || memcmp(ours, theirs, (size_t)n) != 0)
			return false;
	} while (n > 0);
	return true;
}

/* The same report, made again. */
static bool already_there(struct output *o, bool *there, struct err *e)
{
	int other = open(o->path, O_RDONLY | O_CLOEXEC);
	bool same;

	*there = other >= 0;
	if (!*there)
		return errno == ENOENT || cannot_write(e, o->path, "open");
	same = same_bytes(o, other);
	close(other);
	return same || err_set(e, ERR_USAGE, "%s: another report is there, and none is written over; name a new folder",
		o->path);
}

bool output_keep(struct output *o, struct err *e)
{
	bool there;

	if (o->fd < 0)
		return !buf_is_over(o->b) || err_set(e, ERR_INTERNAL, "the report is larger than %zu bytes", o->b->limit);
	if (!flush(o, e) || !already_there(o, &there, e))
		return false;
	if (!there && fsync(o->fd) < 0)
		return cannot_write(e, o->aside, "sync");
	if (!there && rename(o->aside, o->path) < 0)
		return cannot_write(e, o->path, "write");
	if (there)
		unlink(o->aside);
	close(o->fd);
	o->fd = -1;
	return folder_sync(path_folder(o->a, o->path), e);
}
