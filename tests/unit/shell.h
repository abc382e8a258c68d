/*
 * Runs real tools for tests: a line of shell in a folder, silent; whether it succeeded.
 */
#ifndef UNIT_SHELL_H
#define UNIT_SHELL_H

#include "base/arena.h"

#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;

static inline bool shell_in(const char *folder, const char *command)
{
	struct arena *a = arena_new(NULL);
	char sh[] = "sh", c[] = "-c";
	char *line = arena_print(a, "cd %s && { %s; } >/dev/null 2>&1", folder, command);
	char *const args[] = {sh, c, line, NULL};
	int status = -1;
	pid_t child;
	bool ran = posix_spawn(&child, "/bin/sh", NULL, NULL, args, environ) == 0 && waitpid(child, &status, 0) == child;

	arena_end(a);
	free(a);
	return ran && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

#endif
