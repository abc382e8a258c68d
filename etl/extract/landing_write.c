#include "extract/landing_write.h"

#include "base/file.h"
#include "extract/aside.h"
#include "extract/blob.h"
#include "extract/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct landing_draft {
	struct arena *a;
	struct arena *own;           /* ends with the draft: the thread and its buffers */
	const char *landings;
	struct blob_writer *writer;
	struct landing_part *parts;
	size_t count;
};

bool landing_begin(struct arena *a, const char *landings, struct landing_draft **draft, struct err *e)
{
	struct landing_draft *d = arena_new_of(a, struct landing_draft);

	d->a = a;
	d->own = arena_new(a);
	d->landings = text_z(a, text(landings));
	*draft = d;
	return blob_writer_open(d->own, d->landings, &d->writer, e);
}

/* O_NONBLOCK: a pipe must be refused, not waited for. */
static bool open_file(const struct landing_file *file, int *fd, struct stat *status, struct err *e)
{
	*fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*fd < 0 || fstat(*fd, status) < 0)
		return err_set(e, ERR_SOURCE, "%.*s: cannot open: %s", STR(file->name), strerror(errno));
	if (S_ISDIR(status->st_mode))
		return err_set(e, ERR_SOURCE, "%.*s: is a folder, not a file", STR(file->name));
	if (!S_ISREG(status->st_mode))
		return err_set(e, ERR_SOURCE, "%.*s: is no regular file", STR(file->name));
	if (status->st_size == 0)
		return err_set(e, ERR_SOURCE, "%.*s: is empty", STR(file->name));
	return true;
}

/* As many bytes as there are, at most a block. */
static bool read_block(int fd, Str name, char *room, size_t *size, struct err *e)
{
	ssize_t got = 1;

	for (*size = 0; *size < LANDING_BLOCK && got != 0;) {
		got = read(fd, room + *size, LANDING_BLOCK - *size);
		if (got < 0 && errno != EINTR)
			return err_set(e, ERR_SOURCE, "%.*s: cannot read: %s", STR(name), strerror(errno));
		*size += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static bool copy_blocks(struct blob_writer *w, int fd, Str name, uint64_t *total, struct err *e)
{
	size_t size = LANDING_BLOCK;

	for (*total = 0; size == LANDING_BLOCK; *total += size)
		if (!read_block(fd, name, blob_room(w), &size, e) || (size > 0 && !blob_put(w, size, e)))
			return false;
	return true;
}

static bool is_same_file(const struct stat *one, const struct stat *other)
{
	return one->st_dev == other->st_dev && one->st_ino == other->st_ino && one->st_size == other->st_size
	    && one->st_mtim.tv_sec == other->st_mtim.tv_sec && one->st_mtim.tv_nsec == other->st_mtim.tv_nsec;
}

/* What the path says now must be what was opened: a sender may still be writing. */
static bool is_unchanged(const struct landing_file *file, const struct stat *before, uint64_t copied, struct err *e)
{
	struct stat after;

	if (stat(file->path, &after) < 0)
		return err_set(e, ERR_TEMPORARY, "%.*s: vanished while it was copied: %s", STR(file->name),
			strerror(errno));
	if (!is_same_file(before, &after) || copied != (uint64_t)before->st_size)
		return err_set(e, ERR_TEMPORARY,
			"%.*s: changed while it was copied: %jd bytes before, %ju copied, %jd bytes after", STR(file->name),
			 (intmax_t)before->st_size, (uintmax_t)copied, (intmax_t)after.st_size);
	return true;
}

static bool copy(struct landing_draft *d, struct landing_file *file, int fd, const struct stat *before,
	struct landing_part *part, struct err *e)
{
	uint64_t copied;

	return blob_begin(d->writer, file->want_sha256, e)
	    && copy_blocks(d->writer, fd, file->name, &copied, e)
	    && is_unchanged(file, before, copied, e)
	    && blob_end(d->a, d->writer, part, &file->sha256, e);
}

static void add(struct landing_draft *d, const struct landing_part *part)
{
	d->parts = arena_grow(d->a, d->parts, d->count, sizeof *d->parts);
	d->parts[d->count++] = *part;
}

static instant changed_at(const struct stat *status)
{
	return (instant)status->st_mtim.tv_sec * SECOND + status->st_mtim.tv_nsec / 1000;
}

bool landing_add(struct landing_draft *d, struct landing_file *file, struct err *e)
{
	struct landing_part part = {.name = file->name, .part = file->part};
	struct stat status = {0};
	int fd;
	bool copied = open_file(file, &fd, &status, e);

	part.changed = changed_at(&status);
	if (copied) {
		copied = copy(d, file, fd, &status, &part, e);
		if (!copied)
			blob_abandon(d->writer);
	}
	if (fd >= 0)
		close(fd);
	if (copied)
		add(d, &part);
	return copied;
}

static bool put_blocks(struct blob_writer *w, Str bytes, struct err *e)
{
	for (size_t at = 0; at < bytes.len; at += LANDING_BLOCK) {
		Str block = text_head(text_from(bytes, at), LANDING_BLOCK);

		memcpy(blob_room(w), block.at, block.len);
		if (!blob_put(w, block.len, e))
			return false;
	}
	return true;
}

bool landing_put(struct landing_draft *d, const struct landing_part *given, Str bytes, struct err *e)
{
	struct landing_part part = *given;
	struct digest unasked;

	if (!blob_begin(d->writer, false, e) || !put_blocks(d->writer, bytes, e)
	    || !blob_end(d->a, d->writer, &part, &unasked, e)) {
		blob_abandon(d->writer);
		return false;
	}
	add(d, &part);
	return true;
}

bool landing_put_file(struct landing_draft *d, const struct landing_part *given, const char *path, struct err *e)
{
	struct landing_file file = {.path = path, .name = given->name, .part = given->part};
	struct landing_part part = *given;
	struct stat status = {0};
	int fd;
	bool copied = open_file(&file, &fd, &status, e);

	if (copied) {
		copied = copy(d, &file, fd, &status, &part, e);
		if (!copied)
			blob_abandon(d->writer);
	}
	if (fd >= 0)
		close(fd);
	if (copied)
		add(d, &part);
	return copied;
}

const struct landing_part *landing_parts(const struct landing_draft *d, size_t *count)
{
	*count = d->count;
	return d->parts;
}

void landing_drop(struct landing_draft *d, size_t part)
{
	d->count--;
	for (size_t i = part; i < d->count; i++)
		d->parts[i] = d->parts[i + 1];
}

struct landing_part *landing_take(struct landing_draft *d, size_t *count)
{
	struct landing_part *parts = d->parts;

	*count = d->count;
	d->parts = NULL;
	d->count = 0;
	return parts;
}

void landing_give(struct landing_draft *d, const struct landing_part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add(d, &parts[i]);
}

static bool digest_read(struct arena *a, int fd, Str name, struct digest *digest, struct err *e)
{
	char *room = arena_raw(a, LANDING_BLOCK);
	struct landing_block *blocks = NULL;
	size_t count = 0, size = LANDING_BLOCK;

	while (size == LANDING_BLOCK) {
		if (!read_block(fd, name, room, &size, e))
			return false;
		if (size == 0)
			break;
		blocks = arena_grow(a, blocks, count, sizeof *blocks);
		blocks[count++] = (struct landing_block){digest_of((Str){room, size}), (uint32_t)size};
	}
	*digest = blob_digest(a, blocks, count);
	return true;
}

bool landing_file_is(struct arena *a, const struct landing_file *file, const struct landing_part *part, bool *same,
	struct err *e)
{
	struct arena *own = arena_new(a);
	struct digest digest = part->digest;
	struct stat status = {0};
	bool ok;
	int fd;

	ok = open_file(file, &fd, &status, e);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
		err_clear(e);
		*same = true;
		return true;
	}
	*same = ok && (uint64_t)status.st_size == part->size;
	if (*same && changed_at(&status) != part->changed) {
		ok = digest_read(own, fd, file->name, &digest, e);
		*same = digest_is(digest, part->digest);
	}
	if (fd >= 0)
		close(fd);
	arena_end(own);
	return ok;
}

/* A manifest is never written over: what cannot be looked at may be one. */
static bool find_name(struct landing_draft *d, int64_t run, struct landing *l, const char **path, struct err *e)
{
	int n = 1;

	do {
		l->manifest = arena_print(d->a, "manifests/%.*s/%s-%jd-%d.json", STR(l->extract),
			date_text(d->a, l->business_date), (intmax_t)run, n++);
		*path = path_join(d->a, d->landings, l->manifest);
	} while (access(*path, F_OK) == 0);
	return errno == ENOENT || cannot_write(e, *path, "look for it");
}

bool landing_seal(struct landing_draft *d, int64_t run, struct landing *l, struct err *e)
{
	const char *path;
	struct aside *f;
	Str manifest;
	bool sealed;

	l->folder = d->landings;
	l->parts = d->parts;
	l->part_count = d->count;
	l->content = manifest_content(d->a, l);
	manifest = manifest_write(d->a, l);
	l->seal = digest_of(manifest);
	sealed = find_name(d, run, l, &path, e)
	    && aside_open(d->own, d->landings, &f, e)
	    && aside_write(f, manifest, e)
	    && aside_keep(f, path, e);
	arena_end(d->own);
	return sealed;
}

bool landing_sweep(struct arena *a, const char *landings, size_t *removed, struct err *e)
{
	return aside_sweep(a, landings, removed, e);
}
