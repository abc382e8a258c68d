#include "db/cluster.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where clusters live whose user cannot enter the project; only root makes them. */
static const char *const elsewhere = "/var/lib/counterfoil";

Str first_line(struct arena *a, const char *path)
{
	struct err unread = {0};
	Str content = {"", 0}, line, rest;

	if (!file_exists(path))
		return (Str){"", 0};
	if (!file_read(a, path, 65536, &content, &unread)) {
		log_warning("db", "%s", unread.message);
		return (Str){"", 0};
	}
	text_cut(content, '\n', &line, &rest);
	return text_trim(line);
}

static const char *short_hash(struct arena *a, const char *path)
{
	return arena_print(a, "%.12s", digest_text(a, digest_of(text(path))));
}

/* Mode 755: the folder is root's or ours, what is in it is the cluster's. */
static bool make_folder(struct arena *a, const char *var, const char **folder, struct err *e)
{
	char real[PATH_MAX];

	if (!folder_make(var, e) || !folder_make(path_join(a, var, "postgres"), e))
		return false;
	if (!realpath(var, real))
		return err_set(e, ERR_DATABASE, "%s: %s", var, strerror(errno));
	*folder = path_join(a, text_z(a, text(real)), "postgres");
	return true;
}

/* A project that was moved or copied has a line that names the place of the other one. */
static bool is_own_place(struct arena *a, const char *where, const char *place, struct err *e)
{
	Str line = first_line(a, where);

	if (text_is(line, text(place)))
		return true;
	return err_set(e, ERR_DATABASE, "%s: it names the cluster of another place, %s; if the project was moved, as root: "
			"mkdir -p %s && mv %.*s %s && echo %s >%s; if it was copied: rm %s", where, text_quoted(a, line),
		       path_folder(a, place), STR(line), place, place, where, where);
}

/*
 * var/ was removed, its cluster lives elsewhere and is still there.  Whoever removes var/ wants to begin anew, but a
 * database is not deleted on a guess: it is put aside, and only an older one put aside before it goes.
 */
static bool put_aside(struct arena *a, const struct cluster *c, struct err *e)
{
	const char *aside = arena_print(a, "%s.before", c->data);
	pid_t pid;

	if (!server_pid(c, &pid, e) || (pid && !server_stop(pid, SIGINT, e)))
		return false;
	if (!cluster_remove(a, c, aside, e))
		return false;
	if (rename(c->data, aside) != 0)
		return err_set(e, ERR_DATABASE, "%s: cannot be renamed: %s", c->data, strerror(errno));
	log_warning("db", "the project's var folder was removed; the database that it had is kept in %s", aside);
	return true;
}

static bool use_elsewhere(struct arena *a, struct cluster *c, const char *where, struct err *e)
{
	const char *root = arena_print(a, "%s/%s", elsewhere, short_hash(a, c->folder));

	c->data = path_join(a, root, "data");
	if (file_exists(where))
		return is_own_place(a, where, c->data, e) && user_of(a, c->data, &c->user, e);
	if (!folder_make(root, e) || chown(root, c->user.uid, c->user.gid) != 0)
		return err_set(e, ERR_DATABASE, "%s: cannot be made: %s", root, strerror(errno));
	if (file_exists(c->data) && !put_aside(a, c, e))
		return false;
	return file_write(where, text(arena_print(a, "%s\n", c->data)), e);
}

/* A name that others can make too: what is there must be a folder, the user's, and closed to all others.  One that is
 * root's was made by us, and not given to the user yet. */
static bool make_socket_folder(const struct cluster *c, struct err *e)
{
	struct stat s;
	bool is_there = mkdir(c->socket, 0700) == 0 || errno == EEXIST;

	if (!is_there || lstat(c->socket, &s) != 0)
		return err_set(e, ERR_DATABASE, "%s: %s", c->socket, strerror(errno));
	if (geteuid() == 0 && s.st_uid == 0 && S_ISDIR(s.st_mode) && (s.st_mode & 077) == 0) {
		if (lchown(c->socket, c->user.uid, c->user.gid) != 0)
			return err_set(e, ERR_DATABASE, "%s: %s", c->socket, strerror(errno));
		s.st_uid = c->user.uid;
	}
	if (!S_ISDIR(s.st_mode) || s.st_uid != c->user.uid || (s.st_mode & 077) != 0)
		return err_set(e, ERR_DATABASE, "%s: it is not a folder that belongs to %s alone; remove it", c->socket,
			       c->user.name);
	return true;
}

bool cluster_find(struct arena *a, const char *var, struct cluster *c, struct err *e)
{
	const char *where;
	bool can = true;

	if (!make_folder(a, var, &c->folder, e))
		return false;
	where = path_join(a, c->folder, "where");
	c->data = path_join(a, c->folder, "data");
	if (!user_of(a, c->data, &c->user, e))
		return false;
	if (!file_exists(c->data) && !user_can_reach(&c->user, c->folder, &can, e))
		return false;
	if (!can && !use_elsewhere(a, c, where, e))
		return false;
	c->socket = arena_print(a, "/tmp/cf-%s-%ju", short_hash(a, c->data), (uintmax_t)c->user.uid);
	return make_socket_folder(c, e);
}
