/* libc's files, folders, processes and threads. */
#include "shim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <iconv.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ── what fails by errno and a value ───────────────────────────────────────────────────────────────────────────── */

WRAP(int, access, (const char *path, int mode), (path, mode), -1)
WRAP(int, chdir, (const char *path), (path), -1)
WRAP(int, chown, (const char *path, uid_t user, gid_t group), (path, user, group), -1)
WRAP(int, close_range, (unsigned first, unsigned last, int flags), (first, last, flags), -1)
WRAP(int, dup2, (int from, int to), (from, to), -1)
WRAP(int, execve, (const char *path, char *const args[], char *const env[]), (path, args, env), -1)
WRAP(int, flock, (int fd, int operation), (fd, operation), -1)
WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL)
WRAP(pid_t, fork, (void), (), -1)
WRAP(int, fstat, (int fd, struct stat *status), (fd, status), -1)
WRAP(int, ftruncate, (int fd, off_t size), (fd, size), -1)
WRAP(int, futimens, (int fd, const struct timespec times[2]), (fd, times), -1)
WRAP(int, getgrouplist, (const char *user, gid_t group, gid_t *groups, int *count), (user, group, groups, count), -1)
WRAP(int, gethostname, (char *name, size_t size), (name, size), -1)
WRAP(struct passwd *, getpwnam, (const char *name), (name), NULL)
WRAP(struct passwd *, getpwuid, (uid_t user), (user), NULL)
WRAP(iconv_t, iconv_open, (const char *to, const char *from), (to, from), (iconv_t)-1)
WRAP(int, kill, (pid_t process, int signal), (process, signal), -1)
WRAP(int, lchown, (const char *path, uid_t user, gid_t group), (path, user, group), -1)
WRAP(off_t, lseek, (int fd, off_t offset, int whence), (fd, offset, whence), -1)
WRAP(int, lstat, (const char *path, struct stat *status), (path, status), -1)
WRAP(int, madvise, (void *at, size_t size, int advice), (at, size, advice), -1)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), -1)
WRAP(int, mkostemp, (char *path, int flags), (path, flags), -1)
WRAP(int, mkstemp, (char *path), (path), -1)
WRAP(int, nanosleep, (const struct timespec *time, struct timespec *left), (time, left), -1)
WRAP(DIR *, opendir, (const char *path), (path), NULL)
WRAP(int, pipe2, (int ends[2], int flags), (ends, flags), -1)
WRAP(int, poll, (struct pollfd *fds, nfds_t count, int timeout), (fds, count, timeout), -1)
WRAP(struct dirent *, readdir, (DIR *folder), (folder), NULL)
WRAP(ssize_t, readlink, (const char *path, char *to, size_t size), (path, to, size), -1)
WRAP(int, rename, (const char *from, const char *to), (from, to), -1)
WRAP(int, rmdir, (const char *path), (path), -1)
WRAP(int, setgid, (gid_t group), (group), -1)
WRAP(int, setgroups, (size_t count, const gid_t *groups), (count, groups), -1)
WRAP(pid_t, setsid, (void), (), -1)
WRAP(int, setuid, (uid_t user), (user), -1)
WRAP(int, shutdown, (int fd, int how), (fd, how), -1)
WRAP(int, sigaction, (int number, const struct sigaction *new, struct sigaction *old), (number, new, old), -1)
WRAP(int, stat, (const char *path, struct stat *status), (path, status), -1)
WRAP(int, statvfs, (const char *path, struct statvfs *status), (path, status), -1)
WRAP(int, unlink, (const char *path), (path), -1)
WRAP(pid_t, waitpid, (pid_t process, int *status, int options), (process, status, options), -1)
WRAP(char *, __realpath_chk, (const char *path, char *to, size_t room), (path, to, room), NULL)

/* ── what can fall short, or needs a word more ─────────────────────────────────────────────────────────────────── */

static size_t size_of(struct fault f, size_t size)
{
	return f.how == IS_SHORT && size > 1 ? size / 2 : size;
}

ssize_t read(int fd, void *to, size_t size)
{
	struct fault f = fault_here("read", SITE, "", "");
	ssize_t (*real)(int, void *, size_t);
	ssize_t result;

	errno = f.number;
	if (f.how == FAILS)
		return -1;
	*(void **)&real = fault_real("read");
	result = real(fd, to, size_of(f, size));
	fault_after(f);
	return result;
}

ssize_t pread(int fd, void *to, size_t size, off_t offset)
{
	struct fault f = fault_here("pread", SITE, "", "");
	ssize_t (*real)(int, void *, size_t, off_t);
	ssize_t result;

	errno = f.number;
	if (f.how == FAILS)
		return -1;
	*(void **)&real = fault_real("pread");
	result = real(fd, to, size_of(f, size), offset);
	fault_after(f);
	return result;
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t offset)
{
	struct fault f = fault_here("pwrite", SITE, "", "");
	ssize_t (*real)(int, const void *, size_t, off_t);
	ssize_t result;

	errno = f.number;
	if (f.how == FAILS)
		return -1;
	*(void **)&real = fault_real("pwrite");
	result = real(fd, from, size_of(f, size), offset);
	fault_after(f);
	return result;
}

ssize_t write(int fd, const void *from, size_t size)
{
	struct fault f = fault_here("write", SITE, "", "");
	ssize_t (*real)(int, const void *, size_t);
	ssize_t result;

	errno = f.number;
	if (f.how == FAILS)
		return -1;
	*(void **)&real = fault_real("write");
	result = real(fd, from, size_of(f, size));
	fault_after(f);
	return result;
}

int open(const char *path, int flags, ...)
{
	struct fault f = fault_here("open", SITE, "", "");
	int (*real)(const char *, int, ...), result;
	mode_t mode;
	va_list args;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	errno = f.number;
	if (f.how == FAILS)
		return -1;
	*(void **)&real = fault_real("open");
	result = real(path, flags, mode);
	fault_after(f);
	return result;
}

int ioctl(int fd, unsigned long request, ...)
{
	struct fault f = fault_here("ioctl", SITE, "", "");
	int (*real)(int, unsigned long, ...), result;
	va_list args;
	void *given;

	va_start(args, request);
	given = va_arg(args, void *);
	va_end(args);
	errno = f.number;
	if (f.how == FAILS)
		return -1;
	*(void **)&real = fault_real("ioctl");
	result = real(fd, request, given);
	fault_after(f);
	return result;
}

int isatty(int fd)
{
	struct fault f = fault_here("isatty", SITE, "", "");
	int (*real)(int), result;

	errno = f.number;
	if (f.how == FAILS)
		return 0;
	*(void **)&real = fault_real("isatty");
	result = real(fd);
	fault_after(f);
	return result;
}

/* The descriptor is gone all the same, as on Linux. */
int close(int fd)
{
	struct fault f = fault_here("close", SITE, "", "");
	int (*real)(int), result;

	*(void **)&real = fault_real("close");
	result = real(fd);
	fault_after(f);
	if (f.how == FAILS)
		errno = f.number;
	return f.how == FAILS ? -1 : result;
}

int closedir(DIR *folder)
{
	struct fault f = fault_here("closedir", SITE, "", "");
	int (*real)(DIR *), result;

	*(void **)&real = fault_real("closedir");
	result = real(folder);
	fault_after(f);
	if (f.how == FAILS)
		errno = f.number;
	return f.how == FAILS ? -1 : result;
}

/* Nothing is to survive a power cut here, and a thousand faults are to be had in a minute. */
int fsync(int fd)
{
	struct fault f = fault_here("fsync", SITE, "", "");

	(void)fd;
	if (f.how == FAILS)
		errno = f.number;
	fault_after(f);
	return f.how == FAILS ? -1 : 0;
}

int glob(const char *pattern, int flags, int (*unreadable)(const char *, int), glob_t *found)
{
	struct fault f = fault_here("glob", SITE, "", "");
	int (*real)(const char *, int, int (*)(const char *, int), glob_t *), result;

	if (f.how == FAILS) {
		errno = f.number;
		return f.number == ENOMEM ? GLOB_NOSPACE : GLOB_ABORTED;
	}
	*(void **)&real = fault_real("glob");
	result = real(pattern, flags, unreadable, found);
	fault_after(f);
	return result;
}

/* Says by its value why, not by errno. */
int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*work)(void *), void *subject)
{
	struct fault f = fault_here("pthread_create", SITE, "", "");
	int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *), result;

	if (f.how == FAILS)
		return f.number;
	*(void **)&real = fault_real("pthread_create");
	result = real(thread, how, work, subject);
	fault_after(f);
	return result;
}

/* ── streams, which remember that they failed ──────────────────────────────────────────────────────────────────── */

enum { GLIBC_HAS_FAILED = 0x20 };

static void spoil(FILE *stream, struct fault f)
{
	stream->_flags |= GLIBC_HAS_FAILED;
	errno = f.number;
}

size_t fwrite(const void *from, size_t size, size_t count, FILE *stream)
{
	struct fault f = fault_here("fwrite", SITE, "", "");
	size_t (*real)(const void *, size_t, size_t, FILE *), result;

	if (f.how == FAILS) {
		spoil(stream, f);
		return 0;
	}
	*(void **)&real = fault_real("fwrite");
	result = real(from, size, count, stream);
	fault_after(f);
	return result;
}

size_t fread(void *to, size_t size, size_t count, FILE *stream)
{
	struct fault f = fault_here("fread", SITE, "", "");
	size_t (*real)(void *, size_t, size_t, FILE *), result;

	if (f.how == FAILS) {
		spoil(stream, f);
		return 0;
	}
	*(void **)&real = fault_real("fread");
	result = real(to, size, count, stream);
	fault_after(f);
	return result;
}

int fputc(int byte, FILE *stream)
{
	struct fault f = fault_here("fputc", SITE, "", "");
	int (*real)(int, FILE *), result;

	if (f.how == FAILS) {
		spoil(stream, f);
		return EOF;
	}
	*(void **)&real = fault_real("fputc");
	result = real(byte, stream);
	fault_after(f);
	return result;
}

int fflush(FILE *stream)
{
	struct fault f = fault_here("fflush", SITE, "", "");
	int (*real)(FILE *), result;

	if (f.how == FAILS) {
		spoil(stream, f);
		return EOF;
	}
	*(void **)&real = fault_real("fflush");
	result = real(stream);
	fault_after(f);
	return result;
}

int fclose(FILE *stream)
{
	struct fault f = fault_here("fclose", SITE, "", "");
	int (*real)(FILE *), result;

	*(void **)&real = fault_real("fclose");
	result = real(stream);
	fault_after(f);
	if (f.how == FAILS)
		errno = f.number;
	return f.how == FAILS ? EOF : result;
}

/* The name that fortified stdio has. */
int __fprintf_chk(FILE *stream, int flag, const char *format, ...)    /* NOLINT(bugprone-reserved-identifier) */
{
	struct fault f = fault_here("__fprintf_chk", SITE, "", "");
	va_list args;
	int result;

	(void)flag;
	if (f.how == FAILS) {
		spoil(stream, f);
		return -1;
	}
	va_start(args, format);
	result = vfprintf(stream, format, args);
	va_end(args);
	fault_after(f);
	return result;
}
