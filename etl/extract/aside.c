#include "extract/aside.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTEMPTS = 1000 };

static char *folder_of(struct arena *a, const char *landings)
{
	return path_join(a, landings, "blobs/tmp");
}

void aside_drop(struct aside *f)
{
	if (f->fd < 0)
		return;
	unlink(f->path);
	close(f->fd);
	f->fd = -1;
}

static void drop(void *subject)
{
	aside_drop(subject);
}

static bool lock(int fd)
{
	int locked;

	do
		locked = flock(fd, LOCK_EX | LOCK_NB);
	while (locked < 0 && errno == EINTR);
	return locked == 0;
}

/* False with fd -1 if another name must be tried: it is taken, or a sweep came between creating and locking. */
static bool create(struct aside *f, struct err *e)
{
	struct stat status = {0};

	f->fd = open(f->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (f->fd < 0)
		return errno == EEXIST ? false : cannot_write(e, f->path, "create");
	if (!lock(f->fd) ? errno != EWOULDBLOCK : fstat(f->fd, &status) < 0) {
		cannot_write(e, f->path, "lock");
		aside_drop(f);
		return false;
	}
	if (status.st_nlink > 0)
		return true;
	close(f->fd);
	f->fd = -1;
	return false;
}

bool aside_open(struct arena *a, const char *landings, struct aside **f, struct err *e)
{
	char *folder = folder_of(a, landings);
	struct aside *made = arena_new_of(a, struct aside);

	made->a = a;
	made->fd = -1;
	arena_defer(a, drop, made);
	if (!folder_make(folder, e))
		return false;
	for (int i = 0; i < ATTEMPTS && made->fd < 0 && e->kind == ERR_NONE; i++) {
		made->path = arena_print(a, "%s/%ld-%d", folder, (long)getpid(), i);
		create(made, e);
	}
	*f = made;
	return made->fd >= 0 || err_set(e, ERR_INTERNAL, "%s: no free name; remove what is in it", folder);
}

bool aside_write(struct aside *f, Str bytes, struct err *e)
{
	return file_put(f->fd, bytes, f->path, e);
}

static bool folder_ready(struct arena *a, const char *folder, struct err *e)
{
	return file_exists(folder) || (folder_make(folder, e) && folder_sync(path_folder(a, folder), e));
}

bool aside_keep(struct aside *f, const char *path, struct err *e)
{
	const char *folder = path_folder(f->a, path);

	if (fsync(f->fd) < 0)
		return cannot_write(e, f->path, "sync");
	if (!folder_ready(f->a, folder, e))
		return false;
	if (rename(f->path, path) < 0)
		return cannot_write(e, path, "put in place");
	close(f->fd);
	f->fd = -1;
	return folder_sync(folder, e);
}

/* Whoever could lock the file is the only one who knows it. */
static bool remove_dead(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool removed = false;

	if (fd < 0)
		return errno == ENOENT ? false : cannot_write(e, path, "open");
	if (lock(fd)) {
		removed = unlink(path) == 0 || errno == ENOENT;
		if (!removed)
			cannot_write(e, path, "remove");
	}
	close(fd);
	return removed;
}

bool aside_sweep(struct arena *a, const char *landings, size_t *removed, struct err *e)
{
	const char *folder = folder_of(a, landings);
	DIR *names = opendir(folder);
	struct dirent *entry;

	*removed = 0;
	if (!names)
		return errno == ENOENT || cannot_write(e, folder, "read");
	for (errno = 0; e->kind == ERR_NONE && (entry = readdir(names)); errno = 0)
		if (entry->d_name[0] != '.' && remove_dead(path_join(a, folder, entry->d_name), e))
			++*removed;
	if (e->kind == ERR_NONE && errno != 0)
		cannot_write(e, folder, "read");
	closedir(names);
	return e->kind == ERR_NONE;
}
