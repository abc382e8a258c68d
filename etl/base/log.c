#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_SIZE = 4096 };

static const char *const names[] = {"debug", "info", "warning", "error"};

static bool is_wanted(enum log_level level)
{
	const char *debug = getenv("COUNTERFOIL_DEBUG");

	return level >= LOG_INFO_ || (debug && strcmp(debug, "1") == 0);
}

/* What a source sent may stand in a message: it must not begin a line of its own or steer the terminal. */
static void tame(char *line)
{
	for (; *line; line++)
		if ((unsigned char)*line < 0x20 || *line == 0x7F)
			*line = ' ';
}

void log_line(enum log_level level, const char *area, const char *format, ...)
{
	static const char erase[] = "\r\033[K";
	char line[LINE_SIZE];
	size_t head, length;
	va_list args;

	if (!is_wanted(level))
		return;
	/* A bar may stand on the terminal's line: progress.h. */
	head = isatty(STDERR_FILENO) ? sizeof erase - 1 : 0;
	memcpy(line, erase, head);
	length = head + (size_t)snprintf(line + head, sizeof line - head, "%s %.60s: ", names[level], area);
	va_start(args, format);
	vsnprintf(line + length, sizeof line - length - 1, format, args);
	va_end(args);
	tame(line + head);
	length = strlen(line);
	line[length++] = '\n';
	/* One write, so that lines of several processes do not mix; nobody could be told if it failed. */
	if (write(STDERR_FILENO, line, length) < 0)
		return;
}
