#include "format/bytes.h"

#include "format/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024 };

enum kind { MEMORY, DESCRIPTOR, OUTER, SHEET };

struct bytes {
	enum kind kind;
	Str name;
	Str content;                 /* MEMORY */
	size_t step;
	int file;                    /* DESCRIPTOR */
	char *chunk;
	uint64_t at;                 /* MEMORY and DESCRIPTOR */
	struct bytes_outer *outer;   /* OUTER */
	struct xlsx *sheet;          /* SHEET */
};

struct bytes *bytes_of_memory(struct arena *a, Str name, Str content, size_t step)
{
	struct bytes *b = arena_new_of(a, struct bytes);

	*b = (struct bytes){.kind = MEMORY, .name = name, .content = content};
	b->step = step ? step : SIZE_MAX;
	return b;
}

static void finish(void *subject)
{
	close(((struct bytes *)subject)->file);
}

struct bytes *bytes_of_descriptor(struct arena *a, Str name, int file)
{
	struct bytes *b = arena_new_of(a, struct bytes);

	*b = (struct bytes){.kind = DESCRIPTOR, .name = name, .file = file};
	arena_defer(a, finish, b);
	b->chunk = arena_raw(a, CHUNK);
	return b;
}

bool bytes_of_file(struct arena *a, const char *path, Str name, struct bytes **b, struct err *e)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about = {0};

	if (file < 0)
		return err_set(e, ERR_SOURCE, "%.*s: %s", STR(name), strerror(errno));
	*b = bytes_of_descriptor(a, name, file);
	if (fstat(file, &about) != 0)
		return err_set(e, ERR_SOURCE, "%.*s: %s", STR(name), strerror(errno));
	if (!S_ISREG(about.st_mode))
		return err_set(e, ERR_SOURCE, "%.*s: not a regular file", STR(name));
	return true;
}

struct bytes *bytes_of_outer(struct arena *a, Str name, struct bytes_outer *outer)
{
	struct bytes *b = arena_new_of(a, struct bytes);

	*b = (struct bytes){.kind = OUTER, .name = name, .outer = outer};
	return b;
}

struct bytes *bytes_of_sheet(struct arena *a, Str name, struct xlsx *sheet)
{
	struct bytes *b = arena_new_of(a, struct bytes);

	*b = (struct bytes){.kind = SHEET, .name = name, .sheet = sheet};
	return b;
}

static bool read_on(struct bytes *b, Str *chunk, struct err *e)
{
	ssize_t n;

	do {
		n = pread(b->file, b->chunk, CHUNK, (off_t)b->at);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_set(e, ERR_SOURCE, "%.*s: %s", STR(b->name), strerror(errno));
	b->at += (uint64_t)n;
	*chunk = (Str){b->chunk, (size_t)n};
	return true;
}

bool bytes_next(struct bytes *b, Str *chunk, struct err *e)
{
	if (b->kind == OUTER)
		return bytes_outer_next(b->outer, chunk, e);
	if (b->kind == SHEET)
		return xlsx_next(b->sheet, chunk, e);
	if (b->kind == DESCRIPTOR)
		return read_on(b, chunk, e);
	*chunk = text_head(text_from(b->content, b->at), b->step);
	b->at += chunk->len;
	return true;
}

bool bytes_seek(struct bytes *b, uint64_t offset, struct err *e)
{
	if (b->kind == OUTER)
		return bytes_outer_seek(b->outer, offset, e);
	b->at = offset;
	return true;
}

uint64_t bytes_size(const struct bytes *b)
{
	struct stat about = {0};

	if (b->kind == OUTER)
		return bytes_outer_size(b->outer);
	if (b->kind == SHEET)
		return INT64_MAX;
	if (b->kind == MEMORY)
		return b->content.len;
	return fstat(b->file, &about) == 0 ? (uint64_t)about.st_size : 0;
}

Str bytes_name(const struct bytes *b)
{
	return b->name;
}
