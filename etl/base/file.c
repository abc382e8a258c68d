#include "base/file.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, ATTEMPTS = 100 };

static bool cannot(struct err *e, enum err_kind kind, const char *path, const char *what)
{
	return err_set(e, kind, "%s: cannot %s: %s", path, what, strerror(errno));
}

bool cannot_write(struct err *e, const char *path, const char *what)
{
	bool passes = errno == ENOSPC || errno == EDQUOT || errno == EMFILE || errno == ENFILE;

	return cannot(e, passes ? ERR_TEMPORARY : ERR_INTERNAL, path, what);
}

/* Reads to the end, or one byte past the limit. */
static bool read_all(int fd, struct buf *content, const char *path, struct err *e)
{
	ssize_t got = 0;

	do {
		size_t left = content->limit - content->len, ask = left < CHUNK ? left : CHUNK;

		if (ask == 0)
			return true;
		got = read(fd, buf_room(content, ask), ask);
		if (got < 0 && errno != EINTR)
			return cannot(e, ERR_SOURCE, path, "read");
		content->len += got > 0 ? (size_t)got : 0;
	} while (got != 0);
	return true;
}

bool file_read(struct arena *a, const char *path, size_t limit, Str *content, struct err *e)
{
	struct buf *all = buf_new(a, limit < SIZE_MAX ? limit + 1 : limit);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	bool read;

	if (fd < 0)
		return cannot(e, ERR_SOURCE, path, "open");
	/* Its size is a hint for the room only: the file may grow, or be a pipe. */
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && (uintmax_t)status.st_size < all->limit)
		buf_room(all, (size_t)status.st_size + 1);
	read = read_all(fd, all, path, e);
	close(fd);
	if (!read)
		return false;
	if (all->len > limit)
		return err_set(e, ERR_SOURCE, "%s: larger than %zu bytes", path, limit);
	*content = buf_str(all);
	return true;
}

bool file_put(int fd, Str bytes, const char *name, struct err *e)
{
	while (bytes.len > 0) {
		ssize_t put = write(fd, bytes.at, bytes.len);

		if (put < 0 && errno != EINTR)
			return cannot_write(e, name, "write");
		bytes = text_from(bytes, put > 0 ? (size_t)put : 0);
	}
	return true;
}

/* The part before the last slash, "." if there is none. */
static Str folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return S(".");
	return (Str){path, slash == path ? 1 : (size_t)(slash - path)};
}

static bool sync_folder_of(const char *path, struct err *e)
{
	char folder[PATH_MAX];

	snprintf(folder, sizeof folder, "%.*s", (int)folder_of(path).len, folder_of(path).at);
	return folder_sync(folder, e);
}

/* A file of this process alone beside the target; what a killed process of the same number left is passed by. */
static int create_beside(const char *path, char *name, size_t size)
{
	int fd = -1;

	for (int i = 0; i < ATTEMPTS && fd < 0; i++) {
		if ((size_t)snprintf(name, size, "%s.new-%ld-%d", path, (long)getpid(), i) >= size) {
			errno = ENAMETOOLONG;
			return fd;
		}
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST)
			return fd;
	}
	return fd;
}

bool file_write(const char *path, Str content, struct err *e)
{
	char name[PATH_MAX];
	int fd = create_beside(path, name, sizeof name);
	bool written;

	if (fd < 0)
		return cannot_write(e, path, "create");
	written = file_put(fd, content, path, e) && (fsync(fd) == 0 || cannot_write(e, path, "sync"));
	if (close(fd) < 0 && written)
		written = cannot_write(e, path, "close");
	if (written && rename(name, path) < 0)
		written = cannot_write(e, path, "replace");
	if (!written)
		unlink(name);
	return written && sync_folder_of(path, e);
}

/* Another process may make it at the same moment. */
static bool make_one(const char *path, struct err *e)
{
	struct stat status;
	int cause;

	if (mkdir(path, 0755) == 0)
		return true;
	cause = errno;
	if (stat(path, &status) < 0)
		errno = cause == EEXIST ? errno : cause;
	else if (S_ISDIR(status.st_mode))
		return true;
	else
		errno = cause;
	return cannot_write(e, path, "make folder");
}

bool folder_make(const char *path, struct err *e)
{
	char part[PATH_MAX];
	size_t length = strlen(path);

	if (length >= sizeof part)
		return err_set(e, ERR_INTERNAL, "%.100s…: path too long", path);
	for (size_t i = 1; i <= length; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (!make_one(part, e))
			return false;
	}
	return true;
}

bool folder_sync(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced;

	if (fd < 0)
		return cannot_write(e, path, "open folder");
	/* Some file systems cannot sync a folder and say EINVAL: there is nothing more to be done on them. */
	synced = fsync(fd) == 0 || errno == EINVAL || cannot_write(e, path, "sync folder");
	close(fd);
	return synced;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_look(const char *path, bool *there, struct err *e)
{
	*there = access(path, F_OK) == 0;
	return *there || errno == ENOENT || errno == ENOTDIR || cannot(e, ERR_SOURCE, path, "look for it");
}

char *path_join(struct arena *a, const char *folder, const char *name)
{
	size_t length = strlen(folder);

	if (name[0] == '/' || length == 0)
		return text_z(a, text(name));
	return arena_print(a, folder[length - 1] == '/' ? "%s%s" : "%s/%s", folder, name);
}

char *path_folder(struct arena *a, const char *path)
{
	return text_z(a, folder_of(path));
}
