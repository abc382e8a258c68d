#include "base/log.h"
#include "base/progress.h"

#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Standard error, for a while, is the other end of what is read. */
struct capture {
	int reader, before;
};

static bool divert(struct capture *c, int reader, int writer)
{
	c->reader = reader;
	c->before = dup(STDERR_FILENO);
	if (reader < 0 || writer < 0 || c->before < 0 || dup2(writer, STDERR_FILENO) < 0)
		return false;
	close(writer);
	return fcntl(reader, F_SETFL, O_NONBLOCK) == 0;
}

static bool to_pipe(struct capture *c)
{
	int ends[2];

	return pipe(ends) == 0 && divert(c, ends[0], ends[1]);
}

static bool to_terminal(struct capture *c, unsigned short columns)
{
	struct winsize size = {.ws_col = columns, .ws_row = 24};
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;

	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		return false;
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	return slave >= 0 && ioctl(slave, TIOCSWINSZ, &size) == 0 && divert(c, master, slave);
}

/* All that was written, with standard error as it was before. */
static Str restored(struct arena *a, struct capture *c)
{
	char *seen = arena_alloc(a, 65536);
	size_t length = 0;
	ssize_t got;

	while ((got = read(c->reader, seen + length, 65535 - length)) > 0)
		length += (size_t)got;
	dup2(c->before, STDERR_FILENO);
	close(c->before);
	close(c->reader);
	return (Str){seen, length};
}

static void wait_ms(long ms)
{
	struct timespec left = {ms / 1000, ms % 1000 * 1000000};

	while (nanosleep(&left, &left) < 0)
		;
}

static void in_a_pipe(struct arena *a)
{
	struct capture c;
	struct progress *p;

	if (!to_pipe(&c)) {
		skip("no pipe");
		return;
	}
	p = progress_begin(a, "shop.orders", "rows", 1000);
	wait_ms(120);
	progress_at(p, 500);
	progress_end(p, NULL);
	p = progress_begin(a, "shop.orders", "rows", 0);
	progress_end(p, "shop.orders: 1000 rows");
	is_str(restored(a, &c), S("shop.orders: 1000 rows\n"), "a pipe sees the plain line only");
}

static size_t count_of(Str s, Str what)
{
	size_t count = 0;

	for (size_t at; (at = text_find(s, what)) < s.len; count++)
		s = text_from(s, at + what.len);
	return count;
}

static void on_a_terminal(struct arena *a)
{
	struct capture c;
	struct progress *p;
	Str seen;

	if (!to_terminal(&c, 100)) {
		skip("no terminal to be had");
		return;
	}
	p = progress_begin(a, "shop.orders", "rows", 1000000);
	wait_ms(120);
	for (uint64_t i = 0; i < 1000; i++)
		progress_at(p, 500000);
	progress_end(p, "done");
	seen = restored(a, &c);
	ok(text_find(seen, S("\rshop.orders [============            ]  50 %  500.0 k rows  ")) < seen.len, "a bar");
	ok(text_ends(seen, S("\r\033[Kdone\r\n")), "which is removed before the line");
	if (!to_terminal(&c, 100))
		return;
	p = progress_begin(a, "bank", "bytes", 0);
	wait_ms(120);
	progress_at(p, 9812);
	progress_end(p, NULL);
	seen = restored(a, &c);
	ok(text_begins(seen, S("\rbank  9812 bytes  ")) && text_find(seen, S("[=")) == seen.len, "no bar without a total");
	ok(text_ends(seen, S("\r\033[K")), "and nothing stays");
}

/* However the clock goes, lines are drawn no more often than ten times a second. */
static void seldom(struct arena *a)
{
	struct capture c;
	struct progress *p;
	struct timespec from, now;
	long drawn, elapsed;

	if (!to_terminal(&c, 40)) {
		skip("no terminal to be had");
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	p = progress_begin(a, "ein Ärger mit sehr langen Überschriften ohne Ende", "rows", 10);
	do {
		progress_at(p, 20);
		clock_gettime(CLOCK_MONOTONIC, &now);
		elapsed = (now.tv_sec - from.tv_sec) * 1000 + (now.tv_nsec - from.tv_nsec) / 1000000;
	} while (elapsed < 350);
	progress_end(p, NULL);
	drawn = (long)count_of(restored(a, &c), S("\rein"));
	ok(drawn >= 1 && drawn <= elapsed / 100 + 1, "drawn %ld times in %ld ms", drawn, elapsed);
}

static void narrow(struct arena *a)
{
	struct capture c;
	struct progress *p;
	Str seen;

	if (!to_terminal(&c, 12)) {
		skip("no terminal to be had");
		return;
	}
	p = progress_begin(a, "überüberüber", "rows", 10);
	wait_ms(120);
	progress_at(p, 20);
	seen = restored(a, &c);
	is_str(seen, S("\rüberüber\033[K"), "no longer than the terminal is wide, and no letter cut");
}

static void dumb(struct arena *a)
{
	struct capture c;
	struct progress *p;

	if (!to_terminal(&c, 80)) {
		skip("no terminal to be had");
		return;
	}
	setenv("TERM", "dumb", 1);
	p = progress_begin(a, "x", "rows", 10);
	wait_ms(120);
	progress_at(p, 5);
	progress_end(p, NULL);
	setenv("TERM", "xterm", 1);
	is_str(restored(a, &c), S(""), "a dumb terminal has no bar");
}

static void lines(struct arena *a)
{
	struct capture c;

	unsetenv("COUNTERFOIL_DEBUG");
	if (!to_pipe(&c)) {
		skip("no pipe");
		return;
	}
	log_debug("db", "not said");
	log_info("extract", "shop.orders: %d pages", 3);
	log_warning("map", "a line\nbreak and \033[2J");
	log_error("run", "%s", "gone");
	setenv("COUNTERFOIL_DEBUG", "1", 1);
	log_debug("db", "said");
	unsetenv("COUNTERFOIL_DEBUG");
	is_str(restored(a, &c), S("info extract: shop.orders: 3 pages\nwarning map: a line break and  [2J\n"
		"error run: gone\ndebug db: said\n"), "a line an event");
	if (!to_pipe(&c))
		return;
	log_info("x", "%05000d", 1);
	is_int((int64_t)restored(a, &c).len, 4095, "a long one is cut, and ends");
	if (!to_terminal(&c, 80)) {
		skip("no terminal to be had");
		return;
	}
	log_info("x", "over a bar");
	is_str(restored(a, &c), S("\r\033[Kinfo x: over a bar\r\n"), "a bar is removed first");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	setenv("TERM", "xterm", 1);
	in_a_pipe(a);
	on_a_terminal(a);
	seldom(a);
	narrow(a);
	dumb(a);
	lines(a);
	arena_end(a);
	free(a);
	return done();
}
