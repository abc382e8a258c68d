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

/* Of more groups than there is room for the first; getgrouplist says the same -1 when it could not find out. */
static bool fill(struct arena *a, const struct passwd *p, struct user *u, struct err *e)
{
	const int room = sizeof u->groups / sizeof *u->groups;

	u->name = text_z(a, text(p->pw_name));
	u->uid = p->pw_uid;
	u->gid = p->pw_gid;
	u->group_count = room;
	errno = 0;
	if (getgrouplist(u->name, u->gid, u->groups, &u->group_count) >= 0)
		return true;
	if (u->group_count <= room)
		return err_set(e, ERR_TEMPORARY, "the groups of user %s cannot be found out: %s", u->name, strerror(errno));
	u->group_count = room;
	return true;
}

bool user_of(struct arena *a, const char *data, struct user *u, struct err *e)
{
	struct stat owner;
	bool exists = stat(data, &owner) == 0;
	uid_t us = geteuid();
	const struct passwd *p;

	if (!exists && errno != ENOENT && errno != ENOTDIR)
		return err_set(e, ERR_DATABASE, "%s: cannot be looked at: %s", data, strerror(errno));
	if (exists && us != 0 && owner.st_uid != us)
		return err_set(e, ERR_DATABASE, "%s: it belongs to user %ju, and this is user %ju; use the same user as "
			"before, or root", data, (uintmax_t)owner.st_uid, (uintmax_t)us);
	if (exists && owner.st_uid == 0)
		return err_set(e, ERR_DATABASE, "%s: it belongs to root, and Postgres never runs as root; give it to a user: "
				"chown -R postgres: %s", data, data);
	errno = 0;
	p = exists ? getpwuid(owner.st_uid) : us != 0 ? getpwuid(us) : getpwnam("postgres");
	if (p)
		return fill(a, p, u, e);
	if (errno == EIO || errno == EINTR || errno == EMFILE || errno == ENFILE || errno == ENOMEM)
		return err_set(e, ERR_TEMPORARY, "the users of this machine cannot be read: %s", strerror(errno));
	if (!exists && us == 0)
		return err_set(e, ERR_DATABASE, "embedded Postgres never runs as root and there is no user postgres to run as; "
				"install the package postgresql-15, which makes it");
	return err_set(e, ERR_DATABASE, "user %ju has no name in /etc/passwd, which Postgres needs",
		       (uintmax_t)(exists ? owner.st_uid : us));
}

/* In a child: becomes the user for good, or errno says why not.  All that could allocate was done before the fork. */
static bool become(const struct user *u)
{
	if (geteuid() != 0)
		return true;
	if (setgroups((size_t)u->group_count, u->groups) != 0 || setgid(u->gid) != 0 || setuid(u->uid) != 0)
		return false;
	errno = EPERM;
	return geteuid() != 0;
}

/* What a child says before its program runs: its number, or why the program will not run. */
struct report {
	pid_t pid;
	int cause;
};

/* Whole; false with errno. */
static bool say(int report, struct report r)
{
	const char *at = (const char *)&r, *end = at + sizeof r;

	while (at < end) {
		ssize_t n = write(report, at, (size_t)(end - at));

		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? n : 0;
	}
	return true;
}

/* In a child, after a call that failed. */
static void give_up(int report)
{
	(void)say(report, (struct report){.cause = errno});
	_exit(126);
}

/* Up to the end of the pipe, which the program's own start is. */
static struct report heard(int report)
{
	struct report all = {0}, r;
	size_t have = 0;
	ssize_t n;

	while ((n = read(report, (char *)&r + have, sizeof r - have)) != 0) {
		if (n < 0 && errno != EINTR) {
			all.cause = errno;
			return all;
		}
		have += n > 0 ? (size_t)n : 0;
		if (have < sizeof r)
			continue;
		all.pid = r.pid ? r.pid : all.pid;
		all.cause = r.cause ? r.cause : all.cause;
		have = 0;
	}
	return all;
}

/* code: with what it ended, -1 if it was killed.  False with errno. */
static bool wait_for(pid_t child, int *code)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	*code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return true;
}

/* The child's code is its errno. */
bool user_can_reach(const struct user *u, const char *folder, bool *can, struct err *e)
{
	pid_t child = fork();
	int code = 0;

	if (child == 0)
		_exit(become(u) && access(folder, R_OK | X_OK) == 0 ? 0 : errno);
	if (child < 0 || !wait_for(child, &code))
		return err_set(e, ERR_TEMPORARY, "no process to see as user %s what is in %s: %s", u->name, folder,
			strerror(errno));
	*can = code == 0;
	return code == 0 || code == EACCES || err_set(e, ERR_DATABASE, "%s: user %s cannot look at it: %s", folder, u->name,
		code > 0 ? strerror(code) : "killed");
}

/* What a server must not inherit: signals that we block or ignore, our descriptors, and a folder that it cannot read.
 * report closes when the program starts. */
static bool detach(int in, int out, int report)
{
	sigset_t none;

	sigemptyset(&none);
	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	umask(077);
	if (chdir("/") != 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		return false;
	if ((report > 3 && close_range(3, (unsigned)report - 1, 0) != 0) || close_range((unsigned)report + 1, ~0U, 0) != 0)
		for (int fd = 3; fd < 65536; fd++)
			if (fd != report)
				close(fd);
	return true;
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
}

/* Reads to the end, keeping the last bytes; false with errno. */
static bool tail(struct arena *a, int fd, Str *said)
{
	struct buf *b = buf_new(a, SIZE_MAX);
	char part[4096];
	ssize_t n;

	while ((n = read(fd, part, sizeof part)) > 0 || (n < 0 && errno == EINTR)) {
		buf_add(b, (Str){part, n > 0 ? (size_t)n : 0});
		if (b->len > OUTPUT_KEPT)
			buf_drop(b, b->len - OUTPUT_KEPT);
	}
	*said = text_trim(buf_str(b));
	return n == 0;
}

/* In a child, for good. */
static void run(const struct user *u, const char *const *argv, int in, int out, int report)
{
	if (become(u) && detach(in, out, report))
		run_program(argv);
	give_up(report);
}

/* A program or a right that is not there is wrong for good; what else can fail may pass. */
static enum err_kind kind_of(int cause)
{
	return cause == ENOENT || cause == ENOTDIR || cause == EISDIR || cause == ELOOP || cause == ENOEXEC
		|| cause == EACCES || cause == EPERM ? ERR_DATABASE : ERR_TEMPORARY;
}

bool user_run(struct arena *a, const struct user *u, const char *const *argv, Str *output, struct err *e)
{
	int out[2] = {-1, -1}, report[2] = {-1, -1}, in = open("/dev/null", O_RDONLY | O_CLOEXEC), cause = 0, code = -1;
	bool ok = in >= 0 && pipe2(out, O_CLOEXEC) == 0 && pipe2(report, O_CLOEXEC) == 0;
	pid_t child = ok ? fork() : -1;

	if (child < 0)
		cause = errno;
	if (child == 0)
		run(u, argv, in, out[1], report[1]);
	close(in);
	close(out[1]);
	close(report[1]);
	if (child > 0)
		cause = heard(report[0]).cause;
	if (child > 0 && !tail(a, out[0], output))
		cause = errno;
	close(out[0]);
	close(report[0]);
	if (child > 0 && !wait_for(child, &code) && !cause)
		cause = errno;
	if (code == 0 && !cause)
		return true;
	if (cause)
		return err_set(e, kind_of(cause), "%s cannot be run as user %s: %s", argv[0], u->name, strerror(cause));
	return err_set(e, ERR_DATABASE, "%s failed: %.*s", argv[0], STR(*output));
}

/* Two forks: the program's parent is init from its first moment, so that no zombie of ours looks like a live server.
 * It says its number itself: what cannot be told of does not start. */
static void start_aside(const struct user *u, const char *const *argv, const char *output, int report)
{
	pid_t program = -1;
	int in, out;

	if (!become(u) || setsid() < 0 || (program = fork()) < 0)
		give_up(report);
	if (program > 0)
		_exit(0);
	if (!say(report, (struct report){.pid = getpid()}))
		give_up(report);
	in = open("/dev/null", O_RDONLY);
	if (in < 0)
		give_up(report);
	out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (out < 0)
		give_up(report);
	run(u, argv, in, out, report);
}

bool user_start(const struct user *u, const char *const *argv, const char *output, pid_t *pid, struct err *e)
{
	struct report r = {0};
	int ends[2] = {-1, -1}, code;
	pid_t child = pipe2(ends, O_CLOEXEC) == 0 ? fork() : -1;

	if (child < 0)
		r.cause = errno;
	if (child == 0)
		start_aside(u, argv, output, ends[1]);
	close(ends[1]);
	if (child > 0)
		r = heard(ends[0]);
	close(ends[0]);
	/* Its end says nothing that is not known of the program itself. */
	if (child > 0)
		(void)wait_for(child, &code);
	*pid = r.pid;
	if (r.pid && !r.cause)
		return true;
	return err_set(e, r.cause ? kind_of(r.cause) : ERR_TEMPORARY, "%s could not be started as user %s: %s", argv[0],
		u->name, r.cause ? strerror(r.cause) : "it was killed");
}
