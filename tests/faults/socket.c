/* Sockets, as libcurl calls them. */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

enum { DRY_MS = 1000 };

WRAP(int, connect, (int fd, __CONST_SOCKADDR_ARG to, socklen_t size), (fd, to, size), -1)
WRAP(int, getpeername, (int fd, __SOCKADDR_ARG to, socklen_t *size), (fd, to, size), -1)
WRAP(ssize_t, getrandom, (void *to, size_t size, unsigned flags), (to, size, flags), -1)
WRAP(int, getsockname, (int fd, __SOCKADDR_ARG to, socklen_t *size), (fd, to, size), -1)
WRAP(int, getsockopt, (int fd, int level, int name, void *value, socklen_t *size), (fd, level, name, value, size), -1)
WRAP(int, setsockopt, (int fd, int level, int name, const void *value, socklen_t size),
	(fd, level, name, value, size), -1)
WRAP(int, socket, (int family, int type, int protocol), (family, type, protocol), -1)
WRAP(int, socketpair, (int family, int type, int protocol, int ends[2]), (family, type, protocol, ends), -1)

int fcntl(int fd, int command, ...)
{
	struct fault f = fault_here("fcntl", SITE, "", "");
	int (*real)(int, int, ...), result;
	va_list args;
	void *given;

	va_start(args, command);
	given = va_arg(args, void *);
	va_end(args);
	errno = f.number;
	if (f.how == FAILS)
		return -1;
	*(void **)&real = fault_real("fcntl");
	result = real(fd, command, given);
	fault_after(f);
	return result;
}

ssize_t send(int fd, const void *from, size_t size, int flags)
{
	struct fault f = fault_here("send", SITE, "", "");
	ssize_t (*real)(int, const void *, size_t, int), result;

	errno = f.number;
	if (f.how == FAILS)
		return -1;
	*(void **)&real = fault_real("send");
	result = real(fd, from, f.how == IS_SHORT && size > 1 ? size / 2 : size, flags);
	fault_after(f);
	return result;
}

/* Once an answer has begun, more of it is waited for, so that it comes in the same pieces however slow the other end
 * is: true if there is some now. */
static bool has_more(int fd)
{
	int (*real)(struct pollfd *, nfds_t, int);
	struct pollfd one = {.fd = fd, .events = POLLIN};

	if (errno != EAGAIN || strcmp(exchange_reached(), "begun") != 0)
		return false;
	*(void **)&real = fault_real("poll");
	return real(&one, 1, DRY_MS) > 0;
}

ssize_t recv(int fd, void *to, size_t size, int flags)
{
	ssize_t (*real)(int, void *, size_t, int), result;
	struct fault f;

	errno = EAGAIN;
	if (is_of_curl(SITE) && strcmp(exchange_reached(), "asked") == 0)
		return -1;
	f = fault_here("recv", SITE, "", exchange_reached());
	errno = f.number;
	if (f.how == FAILS)
		return -1;
	if (f.how == GIVES_NOTHING)
		return 0;
	*(void **)&real = fault_real("recv");
	size = f.how == IS_SHORT && size > 1 ? size / 2 : size;
	result = real(fd, to, size, flags);
	if (result < 0 && is_of_curl(SITE) && has_more(fd))
		result = real(fd, to, size, flags);
	if (result > 0 && is_of_curl(SITE) && strcmp(exchange_reached(), "waited") == 0)
		exchange_reaches("begun");
	fault_after(f);
	return result;
}
