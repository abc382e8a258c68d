#include "db/embedded.h"

#include "base/file.h"
#include "base/log.h"
#include "db/cluster.h"
#include "db/pg.h"
/* What the build makes of sql/, not the header beside this file. */
#include <embedded.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

/* One process at a time makes, starts or stops; the others wait for it.  Released when the descriptor closes. */
static bool lock(struct arena *a, const char *folder, int *fd, struct err *e)
{
	const char *path = path_join(a, folder, "lock");

	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		return err_set(e, ERR_DATABASE, "%s: %s", path, strerror(errno));
	while (flock(*fd, LOCK_EX) != 0)
		if (errno != EINTR)
			return err_set(e, ERR_DATABASE, "%s: %s", path, strerror(errno));
	return true;
}

static const char *conninfo_of(struct arena *a, const struct cluster *c, const char *role, const char *database)
{
	return arena_print(a, "host=%s port=5432 user=%s dbname=%s", c->socket, role, database);
}

/* The program's own role and database; asked for at every start, so that a start cut off in between is made good. */
static bool has_database(struct arena *a, const struct cluster *c, struct err *e)
{
	struct arena *session = arena_new(a);
	struct rows *r;
	struct pg *pg;
	bool ok = pg_open(session, conninfo_of(a, c, "postgres", "postgres"), &pg, e)
		&& pg_query(pg, session, sql_db_embedded_has, NO_PARAMS, &r, e)
		&& (rows_bool(r, 0, 0)
		    || pg_run(pg, "CREATE ROLE counterfoil LOGIN CREATEDB CREATEROLE", NO_PARAMS, NULL, e))
		&& (rows_bool(r, 0, 1)
		    || pg_run(pg, "CREATE DATABASE counterfoil OWNER counterfoil", NO_PARAMS, NULL, e));

	arena_end(session);
	return ok;
}

/* A server whose data folder was removed, or whose socket was: of no use to anybody, and in the way of the next. */
static bool clear_way(const struct cluster *c, struct err *e)
{
	pid_t pid, orphan;

	if (!server_pid(c, &pid, e) || !server_orphan(c, &orphan, e))
		return false;
	if (orphan && orphan != pid) {
		log_warning("db", "stopping a Postgres server (process %d) whose data folder was removed", (int)orphan);
		return server_stop(orphan, SIGQUIT, e);
	}
	if (pid && !server_answers(c, pid) && process_lives(pid)) {
		log_warning("db", "stopping a Postgres server (process %d) that does not answer on its socket", (int)pid);
		return server_stop(pid, SIGINT, e);
	}
	return true;
}

static bool bring_up(struct arena *a, struct cluster *c, struct err *e)
{
	bool can;
	pid_t pid;

	if (!cluster_programs(a, c, e) || !clear_way(c, e))
		return false;
	if (!cluster_is_made(c) && !cluster_make(a, c, e))
		return false;
	if (!server_pid(c, &pid, e))
		return false;
	if (pid)
		return true;
	if (!user_can_reach(&c->user, c->data, &can, e))
		return false;
	if (!can)
		return err_set(e, ERR_DATABASE, "%s: user %s cannot enter it; open the folders above it: chmod o+x", c->data,
			       c->user.name);
	return server_configure(a, c, e) && server_start(a, c, e);
}

bool embedded_start(struct arena *a, const char *folder, const char **conninfo, struct err *e)
{
	const char *own = path_join(a, folder, "postgres");
	struct cluster c = {0};
	int fd = -1;
	bool ok = folder_make(own, e)
		&& lock(a, own, &fd, e)
		&& cluster_find(a, folder, &c, e)
		&& bring_up(a, &c, e)
		&& has_database(a, &c, e);

	if (fd >= 0)
		close(fd);
	if (ok)
		*conninfo = conninfo_of(a, &c, "counterfoil", "counterfoil");
	return ok;
}

static bool take_down(const struct cluster *c, struct err *e)
{
	pid_t pid;

	if (!server_pid(c, &pid, e) || (!pid && !server_orphan(c, &pid, e)))
		return false;
	if (pid && !server_stop(pid, SIGINT, e))
		return false;
	rmdir(c->socket);
	return true;
}

bool embedded_stop(struct arena *a, const char *folder, struct err *e)
{
	const char *own = path_join(a, folder, "postgres");
	struct cluster c = {0};
	int fd = -1;
	bool ok;

	if (!file_exists(path_join(a, own, "data")) && !file_exists(path_join(a, own, "where")))
		return true;
	ok = lock(a, own, &fd, e) && cluster_find(a, folder, &c, e) && take_down(&c, e);
	if (fd >= 0)
		close(fd);
	return ok;
}
