#include "net/retry.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/signal.h"

#include <sys/random.h>
#include <time.h>

enum { SLICE_US = 100000 };

/* Whoever looks on is told, lest it seems to hang. */
#define LONG_WAIT (10 * SECOND)

static const struct key_name backoffs[] = {{"exponential", BACKOFF_EXPONENTIAL}, {"linear", BACKOFF_LINEAR},
	{"constant", BACKOFF_CONSTANT}, {0}};
static const struct key_name jitters[] = {{"full", JITTER_FULL}, {"equal", JITTER_EQUAL}, {"none", JITTER_NONE}, {0}};

const struct key retry_keys[RETRY_KEYS] = {
	KEY(struct retry, times, .doc = "how often a request is tried again", .def = "5", .least = 0, .most = 100),
	KEY(struct retry, backoff, .doc = "how the pauses grow: each by factor, each by base, or not", .def = "exponential",
		.names = backoffs),
	KEY(struct retry, factor, .doc = "of \"exponential\"", .def = "2", .least = 1, .most = 100),
	KEY(struct retry, jitter, .doc = "how much of a pause is left to chance: all of it, a half, nothing", .def = "full",
		.names = jitters),
	KEY(struct retry, base, .doc = "the pause before the first time", .def = "1s"),
	KEY(struct retry, most, .doc = "the longest pause; an answer or a limit that asks for a longer one ends the "
		"extract, to be tried again by a later run", .def = "2m"),
	KEY(struct retry, in_all, .doc = "the pauses of one request together", .def = "10m"),
};

/* ── how long ──────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The operands are not negative. */
static int64_t product(int64_t x, int64_t y, int64_t most)
{
	return y > 0 && x > most / y ? most : x * y;
}

int64_t retry_longest(const struct retry *r, int n)
{
	int64_t pause = r->base.us;

	if (r->backoff == BACKOFF_LINEAR)
		pause = product(pause, n + 1, r->most.us);
	for (int i = 0; r->backoff == BACKOFF_EXPONENTIAL && i < n && pause < r->most.us; i++)
		pause = product(pause, r->factor, r->most.us);
	return pause < r->most.us ? pause : r->most.us;
}

static int64_t random_below(int64_t most)
{
	uint64_t n = 0;

	if (most <= 0 || getrandom(&n, sizeof n, 0) != sizeof n)
		return most > 0 ? most : 0;
	return (int64_t)(n % (uint64_t)most);
}

int64_t retry_pause(const struct retry *r, int n)
{
	int64_t longest = retry_longest(r, n);

	switch ((enum jitter)r->jitter) {
	case JITTER_FULL:
		return random_below(longest);
	case JITTER_EQUAL:
		return longest / 2 + random_below(longest - longest / 2);
	case JITTER_NONE:
		break;
	}
	return longest;
}

/* ── waiting ───────────────────────────────────────────────────────────────────────────────────────────────────── */

bool retry_wait(int64_t us, struct err *e)
{
	int64_t until = clock_monotonic() + us, left;

	while ((left = until - clock_monotonic()) > 0) {
		struct timespec slice = {.tv_nsec = (left < SLICE_US ? left : SLICE_US) * 1000};

		if (signal_caught())
			return err_set(e, ERR_SIGNAL, "ended by signal %d while it waited for a system", signal_caught());
		nanosleep(&slice, NULL);
	}
	return true;
}

static bool too_long(const struct retry *r, const struct pace *by, int64_t wait, int64_t most, struct err *e)
{
	err_set(e, ERR_TEMPORARY, "its limit of kind \"%s\" lets nothing be asked for another %lld s; to wait for longer "
		"than %lld s is left to a later run", pace_name(by), (long long)((wait + SECOND - 1) / SECOND),
		(long long)(most / SECOND));
	return err_hint(e, wait > r->most.us ? "retry = { most = … } says how long may be waited"
		: "retry = { in_all = … } says how long may be waited");
}

bool retry_turn(const struct retry *r, struct pacer *p, struct paced *paced, struct waits *waits, struct err *e)
{
	struct waits own = {0};
	const struct pace *by;
	int64_t wait;

	do {
		if (!pacer_take(p, paced, &wait, &by, e))
			return false;
		if (wait > r->most.us)
			return too_long(r, by, wait, r->most.us, e);
		if (own.us + wait > r->in_all.us)
			return too_long(r, by, wait, r->in_all.us, e);
		if (wait > 0)
			log_line(wait < LONG_WAIT ? LOG_DEBUG_ : LOG_INFO_, "net", "%.*s: limit of kind \"%s\": waits for %lld ms",
				STR(paced->system), pace_name(by), (long long)(wait / 1000));
		if (!retry_wait(wait, e))
			return false;
		own.count += wait > 0;
		own.us += wait;
	} while (wait > 0);
	if (waits) {
		waits->count += own.count > 0;
		waits->us += own.us;
	}
	return true;
}
