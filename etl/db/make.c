#include "db/cluster.h"

#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

bool cluster_is_made(const struct cluster *c)
{
	return file_exists(c->data);
}

/* The user empties the folder, we remove it: it stands in a folder that need not be the user's.  An empty one need not
 * be the user's yet. */
bool cluster_remove(struct arena *a, const struct cluster *c, const char *folder, struct err *e)
{
	const char *const empty[] = {"/usr/bin/find", folder, "-mindepth", "1", "-delete", NULL};
	Str said;

	if (!file_exists(folder) || rmdir(folder) == 0)
		return true;
	if (!user_run(a, &c->user, empty, &said, e))
		return false;
	return rmdir(folder) == 0 || err_set(e, ERR_DATABASE, "%s: cannot be removed: %s", folder, strerror(errno));
}

/* Made aside and renamed when it is whole, so that one cut off in the middle is never taken for a cluster. */
bool cluster_make(struct arena *a, const struct cluster *c, struct err *e)
{
	const char *aside = arena_print(a, "%s.new", c->data);
	const char *const argv[] = {path_join(a, c->programs, "initdb"), "-D", aside, "--username=postgres", "--auth=peer",
				    "--encoding=UTF8", "--locale=C.UTF-8", NULL};
	Str said;

	if (!cluster_remove(a, c, aside, e))
		return false;
	if (mkdir(aside, 0700) != 0 || (geteuid() == 0 && lchown(aside, c->user.uid, c->user.gid) != 0))
		return err_set(e, ERR_DATABASE, "%s: cannot be made: %s", aside, strerror(errno));
	if (!user_run(a, &c->user, argv, &said, e))
		return false;
	if (rename(aside, c->data) != 0)
		return err_set(e, ERR_DATABASE, "%s: cannot be renamed: %s", aside, strerror(errno));
	return folder_sync(path_folder(a, c->data), e);
}
