#include "base/progress.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { BAR = 24, LINE_SIZE = 512, REDRAW = 100000 /* microseconds */ };

struct progress {
	const char *label, *unit;
	uint64_t total;
	instant began, drawn;
	bool on_terminal, is_drawn;
};

static bool is_terminal(void)
{
	const char *kind = getenv("TERM");

	return isatty(STDERR_FILENO) && kind && *kind && strcmp(kind, "dumb") != 0;
}

struct progress *progress_begin(struct arena *a, const char *label, const char *unit, uint64_t total)
{
	struct progress *p = arena_new_of(a, struct progress);

	p->label = label;
	p->unit = unit;
	p->total = total;
	p->on_terminal = is_terminal();
	/* Nothing is drawn for a step that is over at once. */
	p->began = p->drawn = clock_monotonic();
	return p;
}

/* Everything goes out in one write, past stdio, so that it never mixes with a line of the log. */
static void put(const char *line, size_t length)
{
	while (length > 0) {
		ssize_t written = write(STDERR_FILENO, line, length);

		if (written <= 0)
			return;
		line += written;
		length -= (size_t)written;
	}
}

static size_t width(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* At most columns bytes, and no character cut in two. */
static size_t fitting(const char *line, size_t columns)
{
	size_t length = strlen(line);

	if (length < columns)
		return length;
	length = columns - 1;
	while (length > 0 && ((unsigned char)line[length] & 0xC0) == 0x80)
		length--;
	return length;
}

/* "9812", "12.3 k", "1.2 M": enough digits to see that it moves. */
static void shorten(char *out, size_t size, uint64_t n)
{
	static const char prefixes[] = " kMGTPE";
	unsigned thousands = 0, tenths = 0;

	if (n < 10000) {
		snprintf(out, size, "%" PRIu64, n);
		return;
	}
	for (; n >= 1000; n /= 1000, thousands++)
		tenths = (unsigned)(n % 1000 / 100);
	snprintf(out, size, "%" PRIu64 ".%u %c", n, tenths, prefixes[thousands]);
}

static int bar(const struct progress *p, uint64_t done, char *out, size_t size)
{
	static const char full[] = "========================", empty[] = "                        ";
	uint64_t part = done < p->total ? done : p->total;
	int filled = (int)((double)part / (double)p->total * BAR);
	int percent = (int)((double)part / (double)p->total * 100);

	return snprintf(out, size, " [%.*s%.*s] %3d %%", filled, full, BAR - filled, empty, percent);
}

static void draw(struct progress *p, uint64_t done, instant now)
{
	static const char home[] = "\r";
	char line[LINE_SIZE], count[32], speed[32];
	size_t head = sizeof home - 1, length;
	uint64_t elapsed = (uint64_t)(now - p->began);

	memcpy(line, home, head);
	length = head + (size_t)snprintf(line + head, 200, "%.120s", p->label);
	if (p->total > 0)
		length += (size_t)bar(p, done, line + length, sizeof line - length);
	shorten(count, sizeof count, done);
	shorten(speed, sizeof speed, (uint64_t)((double)done / (double)elapsed * (double)SECOND));
	snprintf(line + length, sizeof line - length, "  %s %.20s  %s/s", count, p->unit, speed);
	length = head + fitting(line + head, width() < LINE_SIZE - 16 ? width() : LINE_SIZE - 16);
	length += (size_t)snprintf(line + length, sizeof line - length, "\033[K");
	put(line, length);
	p->is_drawn = true;
	p->drawn = now;
}

void progress_at(struct progress *p, uint64_t done)
{
	instant now;

	if (!p->on_terminal)
		return;
	now = clock_monotonic();
	if (now - p->drawn >= REDRAW)
		draw(p, done, now);
}

void progress_end(struct progress *p, const char *line)
{
	if (p->is_drawn)
		put("\r\033[K", 4);
	p->is_drawn = false;
	if (line) {
		put(line, strlen(line));
		put("\n", 1);
	}
}
