#include "extract/shelf.h"

#include "base/file.h"
#include "extract/aside.h"

#include <errno.h>
#include <sys/stat.h>

struct shelf shelf_of(struct arena *a, const struct extract *x, const char *project, const char *landings,
	struct askers *askers)
{
	struct shelf p = {.folder = project, .landings = landings};

	if (x->source.kind == SOURCE_S3)
		p.bucket = bucket_new(a, askers_of(askers ? askers : askers_new(a, NULL), x->endpoint), x->endpoint);
	else if (source_is_remote(&x->source))
		p.remote = remote_new(a, x->endpoint);
	return p;
}

Str shelf_base(struct arena *a, const struct extract *x)
{
	return x->source.kind == SOURCE_S3 ? bucket_base(a, x->endpoint) : x->endpoint->base;
}

bool shelf_list(struct arena *a, const struct shelf *p, Str folder, Str begin, struct remote_names *names,
	struct err *e)
{
	return p->bucket ? bucket_list(p->bucket, a, folder, begin, names, e) : remote_list(p->remote, a, folder, names, e);
}

static bool far_look(const struct shelf *p, Str name, bool *there, struct remote_file *file, struct err *e)
{
	return p->bucket ? bucket_look(p->bucket, name, there, file, e) : remote_look(p->remote, name, there, file, e);
}

bool shelf_look(struct arena *a, const struct shelf *p, Str name, bool *there, struct err *e)
{
	struct remote_file file;

	return shelf_is_far(p) ? far_look(p, name, there, &file, e)
		: file_look(path_join(a, p->folder, text_z(a, name)), there, e);
}

bool shelf_state(struct arena *a, const struct shelf *p, Str name, struct shelf_state *state, struct err *e)
{
	struct stat status = {0};
	struct remote_file file;
	bool there;

	*state = (struct shelf_state){0};
	if (shelf_is_far(p)) {
		if (!far_look(p, name, &there, &file, e))
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

	if (!shelf_is_far(p)) {
		*path = path_join(a, p->folder, text_z(a, name));
		return true;
	}
	if (!aside_open(a, p->landings, &copy, e)
	    || !(p->bucket ? bucket_fetch(p->bucket, name, copy->fd, &file, e)
		    : remote_fetch(p->remote, name, copy->fd, &file, e)))
		return false;
	*path = copy->path;
	return set_time(copy->fd, file.changed, copy->path, e);
}
