#include "db/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { STOP_SECONDS = 300, POLL_MS = 20 };

static void pause_shortly(void)
{
	nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL);
}

/* At most size bytes from the beginning of a file, which in /proc has no size.  Empty if it is not there, or of a
 * process that is gone; false with errno. */
static bool read_start(const char *path, char *at, size_t size, Str *found)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), cause;
	ssize_t n;

	*found = (Str){at, 0};
	if (fd < 0)
		return errno == ENOENT || errno == ESRCH || errno == ENOTDIR;
	while ((n = read(fd, at, size)) < 0 && errno == EINTR)
		continue;
	cause = errno;
	close(fd);
	errno = cause;
	found->len = n > 0 ? (size_t)n : 0;
	return n >= 0 || cause == ESRCH;
}

static bool proc_file(pid_t pid, const char *name, char *at, size_t size, Str *found)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	return read_start(path, at, size, found);
}

/* The state stands behind the name, which is in parentheses and may hold any byte (proc(5)). */
bool process_lives(pid_t pid)
{
	char at[512];
	Str stat;

	if (!proc_file(pid, "stat", at, sizeof at, &stat))
		return true;
	while (stat.len > 0 && stat.at[stat.len - 1] != ')')
		stat.len--;
	return stat.len > 0 && at[stat.len + 1] != 'Z' && at[stat.len + 1] != 'X';
}

/*
 * Whether the process is the postmaster of this data folder, by its command line: a number from a file may have passed
 * on to any other process since.  Its working folder would tell too, but root in a container may not look at that.
 */
static bool is_server(pid_t pid, const char *data, bool *is, struct err *e)
{
	char line[8192], wanted[4096];
	int n = snprintf(wanted, sizeof wanted, "%c-D%c%s%c", 0, 0, data, 0);
	Str args;

	if (!proc_file(pid, "cmdline", line, sizeof line, &args))
		return err_set(e, ERR_TEMPORARY, "what process %d is cannot be found out: %s", (int)pid, strerror(errno));
	*is = n > 0 && (size_t)n < sizeof wanted && text_find(args, (Str){wanted, (size_t)n}) < args.len;
	return true;
}

/* The number on the first line of a file, if it is the server's.  Not to know is not to say that none runs: its socket
 * would be taken from under it. */
static bool server_named(const char *path, const char *data, pid_t *pid, struct err *e)
{
	char line[32] = "";
	bool is = false;
	Str found;

	*pid = 0;
	if (!read_start(path, line, sizeof line - 1, &found))
		return err_set(e, ERR_TEMPORARY, "%s: %s", path, strerror(errno));
	*pid = (pid_t)strtol(line, NULL, 10);
	if (*pid > 1 && !is_server(*pid, data, &is, e))
		return false;
	*pid = is ? *pid : 0;
	return true;
}

bool server_pid(const struct cluster *c, pid_t *pid, struct err *e)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/postmaster.pid", c->data);
	return server_named(path, c->data, pid, e);
}

bool server_orphan(const struct cluster *c, pid_t *pid, struct err *e)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/.s.PGSQL.5432.lock", c->socket);
	return server_named(path, c->data, pid, e);
}

bool server_stop(pid_t pid, int signal, struct err *e)
{
	if (kill(pid, signal) != 0 && errno != ESRCH)
		return err_set(e, ERR_DATABASE, "the Postgres server of process %d cannot be stopped: %s", (int)pid,
			strerror(errno));
	for (int ms = 0; ms < STOP_SECONDS * 1000; ms += POLL_MS) {
		if (!process_lives(pid))
			return true;
		pause_shortly();
	}
	return err_set(e, ERR_TEMPORARY, "the Postgres server of process %d has not stopped for %d s", (int)pid,
		STOP_SECONDS);
}
