#include "extract/blob.h"

#include "extract/seek_table.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

struct blob {
	const char *path;
	const struct landing_part *part;
	int fd;
	struct frame *frames;
	ZSTD_DCtx *zstd;
	char *packed;
	char *rooms[2];
	size_t reads;
};

static void finish(void *subject)
{
	struct blob *b = subject;

	if (b->fd >= 0)
		close(b->fd);
	ZSTD_freeDCtx(b->zstd);
}

/* As much as there is, at most size. */
static bool read_at(struct blob *b, Str *bytes, char *room, size_t size, uint64_t offset, struct err *e)
{
	size_t have = 0;
	ssize_t got = 1;

	while (have < size && got != 0) {
		got = pread(b->fd, room + have, size - have, (off_t)(offset + have));
		if (got < 0 && errno != EINTR)
			return err_set(e, ERR_SOURCE, "%s: cannot read: %s; it holds the bytes of %.*s", b->path, strerror(errno),
				STR(b->part->name));
		have += got > 0 ? (size_t)got : 0;
	}
	*bytes = (Str){room, have};
	return true;
}

static bool is_parted(const struct blob *b, uint64_t size)
{
	const struct landing_part *part = b->part;
	uint64_t end = 0;

	for (size_t i = 0; i < part->block_count; i++) {
		if (b->frames[i].unpacked != part->blocks[i].size || b->frames[i].packed > ZSTD_compressBound(LANDING_BLOCK))
			return false;
		end = b->frames[i].offset + b->frames[i].packed;
	}
	return end + seek_table_size(part->block_count) == size;
}

static bool find_frames(struct arena *a, struct blob *b, struct err *e)
{
	size_t size = seek_table_size(b->part->block_count);
	char *table = arena_raw(a, size);
	Str found = {0};
	struct stat status;

	if (fstat(b->fd, &status) < 0)
		return err_set(e, ERR_SOURCE, "%s: cannot read: %s", b->path, strerror(errno));
	if ((uint64_t)status.st_size >= size && !read_at(b, &found, table, size, (uint64_t)status.st_size - size, e))
		return false;
	if (found.len < size || !seek_table_read(a, found, b->part->block_count, &b->frames)
	    || !is_parted(b, (uint64_t)status.st_size))
		return err_set(e, ERR_SOURCE, "%s: damaged: its table of blocks is not that of %.*s; restore it from a copy",
			b->path, STR(b->part->name));
	return true;
}

bool blob_open(struct arena *a, const char *landings, const struct landing_part *part, struct blob **blob,
	struct err *e)
{
	struct blob *b = arena_new_of(a, struct blob);

	b->path = blob_path(a, landings, part->digest);
	b->part = part;
	b->fd = open(b->path, O_RDONLY | O_CLOEXEC);
	b->zstd = ZSTD_createDCtx();
	arena_defer(a, finish, b);
	if (b->fd < 0)
		return err_set(e, ERR_SOURCE, "%s: cannot open: %s; it holds the bytes of %.*s", b->path, strerror(errno),
			STR(part->name));
	if (!b->zstd)
		return err_set(e, ERR_INTERNAL, "cannot prepare zstd");
	b->packed = arena_raw(a, ZSTD_compressBound(LANDING_BLOCK));
	b->rooms[0] = arena_raw(a, LANDING_BLOCK);
	b->rooms[1] = arena_raw(a, LANDING_BLOCK);
	*blob = b;
	return find_frames(a, b, e);
}

bool blob_read(struct blob *b, size_t block, Str *bytes, struct err *e)
{
	const struct landing_block *wanted = &b->part->blocks[block];
	const struct frame *frame = &b->frames[block];
	char *room = b->rooms[b->reads++ % 2];
	size_t got = 0;
	Str packed = {0};

	if (!read_at(b, &packed, b->packed, frame->packed, frame->offset, e))
		return false;
	if (packed.len == frame->packed)
		got = ZSTD_decompressDCtx(b->zstd, room, LANDING_BLOCK, packed.at, packed.len);
	*bytes = (Str){room, wanted->size};
	if (got != wanted->size || !digest_is(digest_of(*bytes), wanted->digest))
		return err_set(e, ERR_SOURCE, "%s: block %zu of %zu is damaged; it holds bytes of %.*s; restore it from a copy",
			b->path, block + 1, b->part->block_count, STR(b->part->name));
	return true;
}
