#include "extract/shelf.h"

#include "base/file.h"
#include "extract/aside.h"

#include <errno.h>
#include <sys/stat.h>

struct shelf shelf_of(struct arena *a, const struct extract *x, const char *project, const char *landings)
{
	return (struct shelf){project, landings, source_is_remote(&x->source) ? remote_new(a, x->endpoint) : NULL};
}

bool shelf_look(struct arena *a, const struct shelf *p, Str name, bool *there, struct err *e)
{
	struct remote_file file;

	return p->remote ? remote_look(p->remote, name, there, &file, e)
		: file_look(path_join(a, p->folder, text_z(a, name)), there, e);
}

bool shelf_state(struct arena *a, const struct shelf *p, Str name, struct shelf_state *state, struct err *e)
{
	struct stat status = {0};
	struct remote_file file;
	bool there;

	*state = (struct shelf_state){0};
	if (p->remote) {
		if (!remote_look(p->remote, name, &there, &file, e))
			return false;
		*state = (struct shelf_state){file.size, file.changed};
		return true;
	}
	if (stat(path_join(a, p->folder, text_z(a, name)), &status) < 0 && errno != ENOENT)
		return err_set(e, ERR_SOURCE, "%.*s: cannot look at it: %s", STR(name), strerror(errno));
	*state = (struct shelf_state){(uint64_t)status.st_size,
		(instant)status.st_mtim.tv_sec * SECOND + status.st_mtim.tv_nsec / 1000};
	return true;
}

/* The copy is as old as what it was made of. */
static bool set_time(int fd, instant changed, const char *path, struct err *e)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = changed / SECOND}};

	return changed == INSTANT_NONE || futimens(fd, times) == 0 || cannot_write(e, path, "set the time of");
}

bool shelf_file(struct arena *a, const struct shelf *p, Str name, const char **path, struct err *e)
{
	struct remote_file file;
	struct aside *copy;

	if (!p->remote) {
		*path = path_join(a, p->folder, text_z(a, name));
		return true;
	}
	if (!aside_open(a, p->landings, &copy, e) || !remote_fetch(p->remote, name, copy->fd, &file, e))
		return false;
	*path = copy->path;
	return set_time(copy->fd, file.changed, copy->path, e);
}
