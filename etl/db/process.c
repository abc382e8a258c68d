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

/* A file of /proc, which has no size; what was read of it, at most size bytes. */
static Str proc_file(pid_t pid, const char *name, char *at, size_t size)
{
	char path[64];
	ssize_t n = 0;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, at, size);
		close(fd);
	}
	return (Str){at, n > 0 ? (size_t)n : 0};
}

/* The state stands behind the name, which is in parentheses and may hold any byte (proc(5)). */
bool process_lives(pid_t pid)
{
	char at[512];
	Str stat = proc_file(pid, "stat", at, sizeof at);

	while (stat.len > 0 && stat.at[stat.len - 1] != ')')
		stat.len--;
	return stat.len > 0 && at[stat.len + 1] != 'Z' && at[stat.len + 1] != 'X';
}

/*
 * Whether the process is the postmaster of this data folder, by its command line: a number from a file may have passed
 * on to any other process since.  Its working folder would tell too, but root in a container may not look at that.
 */
static bool is_server(pid_t pid, const char *data)
{
	char line[8192], wanted[4096];
	Str args = proc_file(pid, "cmdline", line, sizeof line);
	int n = snprintf(wanted, sizeof wanted, "%c-D%c%s%c", 0, 0, data, 0);

	return n > 0 && (size_t)n < sizeof wanted && text_find(args, (Str){wanted, (size_t)n}) < args.len;
}

/* The number on the first line of a file, if it is the server's. */
static pid_t server_named(const char *path, const char *data)
{
	char line[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, line, sizeof line - 1) : 0;
	pid_t pid = n > 0 ? (pid_t)strtol(line, NULL, 10) : 0;

	if (fd >= 0)
		close(fd);
	return pid > 1 && is_server(pid, data) ? pid : 0;
}

pid_t server_pid(const struct cluster *c)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/postmaster.pid", c->data);
	return server_named(path, c->data);
}

pid_t server_orphan(const struct cluster *c)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/.s.PGSQL.5432.lock", c->socket);
	return server_named(path, c->data);
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
