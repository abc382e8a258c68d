#include "extract/blob.h"

#include "base/file.h"
#include "extract/aside.h"
#include "extract/seek_table.h"
#include "extract/squeeze.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct blob_writer {
	struct arena *a;
	const char *landings;
	struct squeeze *squeeze;
	struct digester *whole_digester;
	struct aside *to;
	bool whole;
	char *room;
	uint64_t size;
	struct landing_block *blocks;
	size_t count;
};

bool blob_writer_open(struct arena *a, const char *landings, struct blob_writer **writer, struct err *e)
{
	struct blob_writer *w = arena_new_of(a, struct blob_writer);

	w->a = a;
	w->landings = landings;
	w->whole_digester = digester_new(a);
	*writer = w;
	return squeeze_open(a, &w->squeeze, e);
}

bool blob_begin(struct blob_writer *w, bool whole, struct err *e)
{
	if (!aside_open(w->a, w->landings, &w->to, e))
		return false;
	squeeze_begin(w->squeeze, w->a, w->to);
	w->whole = whole;
	w->blocks = NULL;
	w->size = w->count = 0;
	return true;
}

char *blob_room(struct blob_writer *w)
{
	w->room = squeeze_room(w->squeeze);
	return w->room;
}

bool blob_put(struct blob_writer *w, size_t size, struct err *e)
{
	Str bytes = {w->room, size};

	w->blocks = arena_grow(w->a, w->blocks, w->count, sizeof *w->blocks);
	w->blocks[w->count++] = (struct landing_block){digest_of(bytes), (uint32_t)size};
	w->size += size;
	if (w->whole)
		digester_add(w->whole_digester, bytes);
	return squeeze_put(w->squeeze, size, e);
}

void blob_abandon(struct blob_writer *w)
{
	struct err ignored = {0};
	uint32_t *frames;
	size_t count;

	if (!squeeze_end(w->squeeze, &frames, &count, &ignored))
		err_clear(&ignored);
	if (w->to)
		aside_drop(w->to);
}

/* pread until the room is full or the file ends; false if it cannot be read. */
static bool read_at(int fd, char *room, size_t size, off_t offset, size_t *have)
{
	ssize_t got = 1;

	for (*have = 0; *have < size && got != 0;) {
		got = pread(fd, room + *have, size - *have, offset + (off_t)*have);
		if (got < 0 && errno != EINTR)
			return false;
		*have += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static bool is_same(int one, int other, char *room, size_t half)
{
	size_t got, other_got;
	off_t offset = 0;

	do {
		if (!read_at(one, room, half, offset, &got) || !read_at(other, room + half, half, offset, &other_got)
		    || got != other_got || memcmp(room, room + half, got) != 0)
			return false;
		offset += (off_t)got;
	} while (got == half);
	return true;
}

/* Whether the blob lies there already, byte for byte: one that was damaged, that cannot be read, or that another zstd
 * packed is replaced. */
static bool is_stored(struct blob_writer *w, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat here, there;
	bool same;

	if (fd < 0)
		return false;
	same = fstat(w->to->fd, &here) == 0 && fstat(fd, &there) == 0 && here.st_size == there.st_size
	    && is_same(w->to->fd, fd, squeeze_room(w->squeeze), LANDING_BLOCK / 2);
	close(fd);
	return same;
}

static bool put_in_place(struct blob_writer *w, struct digest digest, struct err *e)
{
	const char *path = blob_path(w->a, w->landings, digest);

	if (!is_stored(w, path))
		return aside_keep(w->to, path, e);
	aside_drop(w->to);
	return true;
}

bool blob_end(struct arena *a, struct blob_writer *w, struct landing_part *part, struct digest *whole, struct err *e)
{
	struct landing_block *blocks;
	uint32_t *frames;
	size_t count;

	if (!squeeze_end(w->squeeze, &frames, &count, e)
	    || !aside_write(w->to, seek_table_write(w->a, frames, w->blocks, w->count), e))
		return false;
	if (w->whole)
		*whole = digester_end(w->whole_digester);
	blocks = arena_array(a, w->count, struct landing_block);
	memcpy(blocks, w->blocks, w->count * sizeof *blocks);
	part->size = w->size;
	part->blocks = blocks;
	part->block_count = w->count;
	part->digest = blob_digest(w->a, w->blocks, w->count);
	return put_in_place(w, part->digest, e);
}
