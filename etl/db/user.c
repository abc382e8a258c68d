#include "db/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_KEPT = 4096 };

static bool fill(struct arena *a, const struct passwd *p, struct user *u)
{
	u->name = text_z(a, text(p->pw_name));
	u->uid = p->pw_uid;
	u->gid = p->pw_gid;
	u->group_count = sizeof u->groups / sizeof *u->groups;
	if (getgrouplist(u->name, u->gid, u->groups, &u->group_count) < 0)
		u->group_count = sizeof u->groups / sizeof *u->groups;
	return true;
}

bool user_of(struct arena *a, const char *data, struct user *u, struct err *e)
{
	struct stat owner;
	bool exists = stat(data, &owner) == 0;
	uid_t us = geteuid();
	const struct passwd *p;

	if (exists && us != 0 && owner.st_uid != us)
		return err_set(e, ERR_DATABASE, "%s: it belongs to user %ju, and this is user %ju; use the same user as "
			"before, or root", data, (uintmax_t)owner.st_uid, (uintmax_t)us);
	if (exists && owner.st_uid == 0)
		return err_set(e, ERR_DATABASE, "%s: it belongs to root, and Postgres never runs as root; give it to a user: "
				"chown -R postgres: %s", data, data);
	p = exists ? getpwuid(owner.st_uid) : us != 0 ? getpwuid(us) : getpwnam("postgres");
	if (p)
		return fill(a, p, u);
	if (!exists && us == 0)
		return err_set(e, ERR_DATABASE, "embedded Postgres never runs as root and there is no user postgres to run as; "
				"install the package postgresql-15, which makes it");
	return err_set(e, ERR_DATABASE, "user %ju has no name in /etc/passwd, which Postgres needs",
		       (uintmax_t)(exists ? owner.st_uid : us));
}

/* In a child: becomes the user for good.  All that could allocate was done before the fork. */
static void become(const struct user *u)
{
	bool ok = geteuid() != 0 || (setgroups((size_t)u->group_count, u->groups) == 0 && setgid(u->gid) == 0
				     && setuid(u->uid) == 0);

	if (!ok || geteuid() == 0)
		_exit(126);
}

static bool has_succeeded(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool user_can_reach(const struct user *u, const char *folder)
{
	pid_t child = fork();

	if (child == 0) {
		become(u);
		_exit(access(folder, R_OK | X_OK) == 0 ? 0 : 1);
	}
	return child > 0 && has_succeeded(child);
}

/* What a server must not inherit: signals that we block or ignore, our descriptors, and a folder that it
 * cannot read. */
static void detach(int in, int out)
{
	sigset_t none;

	sigemptyset(&none);
	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	umask(077);
	if (chdir("/") != 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(126);
	if (close_range(3, ~0U, 0) != 0)
		for (int fd = 3; fd < 65536; fd++)
			close(fd);
}

static char *const environment[] = {(char[]){"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
				    (char[]){"LC_ALL=C.UTF-8"}, (char[]){"TZ=UTC"}, NULL};

static void run_program(const char *const *argv)
{
	char *args[24];
	size_t n = 0;

	for (; argv[n] && n + 1 < sizeof args / sizeof *args; n++)
		memcpy(&args[n], &argv[n], sizeof *args);
	args[n] = NULL;
	if (n > 0)
		execve(args[0], args, environment);
	_exit(127);
}

/* Reads to the end, keeping the last bytes. */
static Str tail(struct arena *a, int fd)
{
	struct buf *b = buf_new(a, SIZE_MAX);
	char part[4096];
	ssize_t n;

	while ((n = read(fd, part, sizeof part)) > 0 || (n < 0 && errno == EINTR)) {
		buf_add(b, (Str){part, n > 0 ? (size_t)n : 0});
		if (b->len > OUTPUT_KEPT)
			buf_drop(b, b->len - OUTPUT_KEPT);
	}
	return text_trim(buf_str(b));
}

/* Small enough to stand in a pipe before anybody reads. */
static int input_pipe(Str input)
{
	int ends[2];

	if (input.len > 4096 || pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	if (input.len > 0 && write(ends[1], input.at, input.len) != (ssize_t)input.len) {
		close(ends[0]);
		ends[0] = -1;
	}
	close(ends[1]);
	return ends[0];
}

bool user_run(struct arena *a, const struct user *u, const char *const *argv, Str input, Str *output, struct err *e)
{
	int ends[2] = {-1, -1}, in = input_pipe(input);
	bool ok;
	pid_t child;

	if (in < 0 || pipe2(ends, O_CLOEXEC) != 0) {
		close(in);
		return err_set(e, ERR_TEMPORARY, "%s: no pipe: %s", argv[0], strerror(errno));
	}
	child = fork();
	if (child == 0) {
		become(u);
		detach(in, ends[1]);
		run_program(argv);
	}
	close(in);
	close(ends[1]);
	*output = tail(a, ends[0]);
	close(ends[0]);
	ok = child > 0 && has_succeeded(child);
	return ok || err_set(e, ERR_DATABASE, "%s failed: %.*s", argv[0], STR(*output));
}

/* Two forks: the program's parent is init from its first moment, so that no zombie of ours looks like a live server. */
static void start_aside(const struct user *u, const char *const *argv, const char *output, int report)
{
	int in, out;
	pid_t pid;

	become(u);
	setsid();
	pid = fork();
	if (pid != 0)
		_exit(pid > 0 && write(report, &pid, sizeof pid) == sizeof pid ? 0 : 1);
	in = open("/dev/null", O_RDONLY);
	out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (in < 0 || out < 0)
		_exit(126);
	detach(in, out);
	run_program(argv);
}

bool user_start(const struct user *u, const char *const *argv, const char *output, pid_t *pid, struct err *e)
{
	int ends[2];
	pid_t child;
	bool ok;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_set(e, ERR_TEMPORARY, "%s: no pipe: %s", argv[0], strerror(errno));
	child = fork();
	if (child == 0)
		start_aside(u, argv, output, ends[1]);
	close(ends[1]);
	ok = child > 0 && has_succeeded(child) && read(ends[0], pid, sizeof *pid) == sizeof *pid;
	close(ends[0]);
	return ok || err_set(e, ERR_TEMPORARY, "%s could not be started as user %s", argv[0], u->name);
}
