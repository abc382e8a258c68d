#include "db/holder.h"

#include "db/cluster.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Boot and namespace: what process numbers mean here.  Empty if the kernel does not say. */
static const char *realm(struct arena *a)
{
	Str boot = first_line(a, "/proc/sys/kernel/random/boot_id");
	char space[64];
	ssize_t n = readlink("/proc/self/ns/pid", space, sizeof space);

	if (boot.len == 0 || n <= 0)
		return "";
	return arena_print(a, "%.*s %.*s", STR(boot), (int)n, space);
}

/* Field 22 of /proc/PID/stat, clock ticks after boot (proc(5)); the name before it may hold blanks and parentheses. */
static Str started(struct arena *a, long pid)
{
	Str rest = first_line(a, arena_print(a, "/proc/%ld/stat", pid)), word = {"", 0};

	while (rest.len > 0 && text_find(rest, S(") ")) < rest.len)
		rest = text_from(rest, text_find(rest, S(") ")) + 2);
	for (int i = 3; i <= 22; i++)
		text_cut(rest, ' ', &word, &rest);
	return word;
}

Str holder_text(struct arena *a)
{
	char host[256] = "";

	if (gethostname(host, sizeof host - 1) != 0)
		snprintf(host, sizeof host, "unknown");
	return text(arena_print(a, "host %s, process %ld", host, (long)getpid()));
}

Str holder_process(struct arena *a)
{
	return text(arena_print(a, "%s %ld %.*s", realm(a), (long)getpid(), STR(started(a, getpid()))));
}

bool holder_is_gone(struct arena *a, Str process)
{
	const char *here = realm(a);
	Str number, start;
	uint64_t pid;

	if (!*here || !text_begins(process, text(arena_print(a, "%s ", here))))
		return false;
	text_cut(text_from(process, strlen(here) + 1), ' ', &number, &start);
	if (!text_uint(number, &pid) || pid > INT32_MAX || start.len == 0)
		return false;
	return !process_lives((pid_t)pid) || !text_is(started(a, (long)pid), start);
}
