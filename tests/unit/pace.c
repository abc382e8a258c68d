/* Limits by a clock of their own: what each kind lets through, and what it makes of what answers state. */
#include "pace_kit.h"

enum { CALLS_SEEN = 4000 };

/* A call that has not ended. */
struct under_way {
	struct paced paced;
	int64_t from;
	const struct answer *answer; /* where it has arrived */
};

/* ── the kinds ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static void buckets(struct arena *a)
{
	struct pace pace = {.kind = PACE_BUCKET, .calls = 10, .burst = 1, .per = {.us = SECOND}};
	struct asks *one = asks(a, NULL, pace), *saved;

	pace.burst = 3;
	saved = asks(a, NULL, pace);
	now = 100 * SECOND;
	ok(call(one), "a bucket: the first call at once");
	is_int(take(one), 100 * MS, "the next one a tenth of a second later");
	now += 60 * MS;
	is_int(take(one), 40 * MS, "what waits is not counted as made");
	now += 40 * MS;
	is_int(take(one), 0, "then it is made");
	now += 70 * MS;
	give(one, NULL);
	is_int(take(one), 100 * MS, "a slow answer: the call may have arrived as late as that");
	now += 5 * SECOND;
	is_int(calls(one, 9), 1, "a long silence saves nothing up where one is the most");
	is_int(calls(saved, 9), 3, "three are saved up, and no fourth");
	is_int(take(saved), 100 * MS, "which comes a tenth later");
}

static void slidings(struct arena *a)
{
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_SLIDING, .calls = 2, .per = {.us = SECOND}});
	struct paced first;

	now = 100 * SECOND;
	ok(call(s), "sliding: one");
	now += 400 * MS;
	ok(call(s), "and two within the time");
	now += 100 * MS;
	is_int(take(s), 500 * MS, "a third one when the first is past");
	now += 500 * MS;
	is_int(take(s), 0, "to the moment");
	first = s->paced;
	is_int(take(s), 400 * MS, "and a fourth one after the second");
	now += 400 * MS;
	is_int(take(s), 0, "which is made");
	is_int(take(s), SECOND, "two are under way: the next one not before one of them could be past");
	now += 3 * SECOND;
	is_int(take(s), SECOND, "however long they take");
	give_paced(s, &first, NULL);
	now += SECOND;
	is_int(take(s), 0, "and a time after the first was answered");
	now += (LEASE_S + 2) * SECOND;
	is_int(calls(s, 9), 2, "one that was never given back counts no longer than its lease");
}

static void fixeds(struct arena *a)
{
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_FIXED, .calls = 3, .per = {.us = 60 * SECOND}});
	struct paced late;

	now = 120 * SECOND + 50 * SECOND;
	is_int(calls(s, 9), 3, "fixed: three in a minute of the clock");
	is_int(take(s), 10 * SECOND, "the next when the next one begins");
	now = 180 * SECOND;
	is_int(calls(s, 9), 3, "three more");
	now = 240 * SECOND - 1;
	is_int(take(s), 1, "and no more in it");
	now = 240 * SECOND;
	is_int(calls(s, 2), 2, "two of the next");
	is_int(take(s), 0, "and one that is under way");
	late = s->paced;
	now = 300 * SECOND - 9 * SECOND;
	now = 300 * SECOND - SECOND;
	give_paced(s, &late, NULL);
	now = 300 * SECOND + SECOND;
	is_int(take(s), 0, "one more");
	late = s->paced;
	now = 360 * SECOND - 55 * SECOND;
	is_int(calls(s, 2), 2, "and two");
	give_paced(s, &late, NULL);
	now = 360 * SECOND - SECOND;
	is_int(take(s), SECOND, "that is all of it");
	now = 360 * SECOND;
	is_int(take(s), 0, "a new minute");
	now = 420 * SECOND - SECOND;
	is_int(take(s), 0, "a call at its end");
	now = 420 * SECOND;
	is_int(calls(s, 9), 2, "that is still under way counts in the next one too, where it may arrive");
}

static void concurrents(struct arena *a)
{
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_CONCURRENT, .calls = 2, .per = {.us = SECOND}});
	struct paced first;

	now = 100 * SECOND;
	is_int(take(s), 0, "concurrent: one");
	first = s->paced;
	is_int(take(s), 0, "two");
	ok(take(s) > 0, "and no third");
	give_paced(s, &first, NULL);
	is_int(take(s), 0, "until one is given back");
	ok(take(s) > 0, "and then it is full again");
	now += LEASE_S * SECOND;
	is_int(take(s), 0, "whoever died in between holds it no longer than the lease");
}

static void dailies(struct arena *a)
{
	struct pace pace = {.kind = PACE_DAILY, .calls = 2, .per = {.us = SECOND}};
	struct asks *s;
	struct err e = {0};
	instant at;

	test_must(zone_open(a, S("America/New_York"), &pace.zone, &e), &e);
	s = asks(a, NULL, pace);
	ok(instant_parse(S("2026-03-08T04:30:00Z"), &at), "the evening before clocks go forward in New York");
	now = at;
	is_int(calls(s, 9), 2, "daily: two");
	is_int(take(s), 1800 * SECOND, "and no more until its midnight, not that of UTC");
	now += 1800 * SECOND;
	is_int(calls(s, 9), 2, "two of the new day");
	is_int(take(s), 23 * 3600 * SECOND, "which is an hour shorter");
}

/* ── what answers state ────────────────────────────────────────────────────────────────────────────────────────── */

static void headers(struct arena *a)
{
	struct pace pace = {.kind = PACE_HEADER, .per = {.us = 2 * SECOND}, .remaining = place(a, "header:Left"),
		.reset = place(a, "header:Reset")};
	struct asks *s = asks(a, NULL, pace);

	now = 100 * SECOND;
	is_int(take(s), 0, "header: nothing is known");
	give(s, answer_of(a, "Left", "1", "Reset", "30"));
	is_int(take(s), 0, "one is left");
	is_int(take(s), 30 * SECOND, "and then none, for thirty seconds");
	now += 10 * SECOND;
	give(s, answer_of(a, "Left", "0", NULL, NULL));
	is_int(take(s), 2 * SECOND, "nothing says until when: as long as \"per\"");
	now += 2 * SECOND;
	is_int(take(s), 0, "then it is tried");
	give(s, answer_of(a, "Left", "-1", "Reset", "soon"));
	is_int(take(s), 0, "what means nothing counts for nothing");
	give(s, answer_of(a, "Left", "0", "Reset", "99999999999999999999"));
	is_int(take(s), 2 * SECOND, "also a moment that is absurd");
}

static void used(struct arena *a)
{
	struct asks *s = asks(a, NULL,
		(struct pace){.kind = PACE_HEADER, .per = {.us = SECOND}, .used = place(a, "header:Used")});

	now = 100 * SECOND;
	is_int(take(s), 0, "used: nothing is known");
	give(s, answer_of(a, "Used", "38/40", NULL, NULL));
	is_int(take(s), 0, "two are left");
	is_int(take(s), 0, "the second of them");
	is_int(take(s), SECOND, "and no third");
}

static void learns(struct arena *a)
{
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_LEARN, .burst = 1, .per = {.us = SECOND},
		.rate = place(a, "header:x-amzn-RateLimit-Limit")});

	now = 100 * SECOND;
	is_int(calls(s, 5), 5, "learn: no pace is known");
	is_int(take(s), 0, "a call");
	give(s, answer_of(a, "x-amzn-RateLimit-Limit", "0.0167", NULL, NULL));
	is_int(take(s), (SECOND * SECOND + 16699) / 16700, "a rate is no wait: 0.0167 a second is a call a minute");
	now += 60 * SECOND;
	is_int(take(s), 0, "then it is made");
	give(s, answer_of(a, "x-amzn-RateLimit-Limit", "2", NULL, NULL));
	is_int(take(s), SECOND / 2, "and a new rate counts from then on");
	give(s, answer_of(a, "x-amzn-RateLimit-Limit", "0", NULL, NULL));
	give(s, answer_of(a, "x-amzn-RateLimit-Limit", "1e-300", NULL, NULL));
	give(s, answer_of(a, "x-amzn-RateLimit-Limit", "many", NULL, NULL));
	is_int(take(s), SECOND / 2, "a rate that is none is ignored");
}

/* What is under way when the first answer states a cost will cost as much. */
static void points_begin(struct arena *a)
{
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_COST, .per = {.us = SECOND},
		.cost = place(a, "header:Cost"), .available = place(a, "header:Available"),
		.restore = place(a, "header:Restore")});
	struct paced first;

	now = 100 * SECOND;
	is_int(take(s), 0, "cost: nothing is known");
	first = s->paced;
	ok(take(s) == 0 && take(s) == 0, "two more begin before the first has ended");
	give_paced(s, &first, costs(a, "100", "300"));
	is_int(take(s), 0, "of 300 left the two under way take 200");
	ok(take(s) > 0, "and the next one waits");
}

/* Two at once at a system of points, whose answers are overtaken by others on their way back. */
static void points_hold(struct arena *a)
{
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_COST, .per = {.us = SECOND},
		.cost = place(a, "header:Cost"), .available = place(a, "header:Available"),
		.restore = place(a, "header:Restore")});
	struct under_way ways[4] = {0};
	int64_t available = 400 * SECOND, at = 1000 * SECOND;    /* in millionths of a point */
	int made = 0, overdrawn = 0;

	now = at;
	for (int step = 0; step < 20000; step++) {
		struct under_way *way = &ways[between(0, 3)];

		now += between(0, SECOND / 4);
		if (way->from == 0 && take(s) == 0) {
			*way = (struct under_way){s->paced, now, NULL};
		} else if (way->from > 0 && !way->answer) {
			available += (now - at) * 50;
			available = available < 400 * SECOND ? available : 400 * SECOND;
			at = now;
			overdrawn += available < 100 * SECOND && made > 4;
			available -= available < 100 * SECOND ? 0 : 100 * SECOND;
			made++;
			way->answer = costs(a, "100", arena_print(a, "%lld", (long long)(available / SECOND)));
		} else if (way->answer) {
			give_paced(s, &way->paced, way->answer);
			*way = (struct under_way){0};
		}
	}
	ok(overdrawn == 0 && made > 500, "points are never overdrawn, in whichever order answers come: %d of %d", overdrawn,
		made);
}

static void points(struct arena *a)
{
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_COST, .reserve = 50, .per = {.us = SECOND},
		.cost = place(a, "header:Cost"), .available = place(a, "header:Available"),
		.restore = place(a, "header:Restore")});
	struct paced first;

	now = 100 * SECOND;
	is_int(take(s), 0, "cost: nothing is known");
	give(s, costs(a, "200", "400"));
	is_int(take(s), 0, "400 are enough for 200 and a reserve of 50");
	first = s->paced;
	is_int(take(s), SECOND, "200 that are left are not, while the first is under way: 50 come back in a second");
	now += SECOND;
	is_int(take(s), 0, "then they are");
	give_paced(s, &first, costs(a, "200", "250"));
	is_int(take(s), 4 * SECOND, "what is stated is less what is under way");
	give(s, costs(a, "none", "250"));
	give(s, costs(a, "10", "-1"));
	is_int(take(s), 4 * SECOND, "what means nothing counts for nothing");
	now += 4000 * SECOND;
	is_int(take(s), 0, "what was known an hour ago says nothing");
}

static void retry_after_is(struct arena *a, const char *said, int64_t want)
{
	int64_t us = told_retry_after(a, answer_of(a, "Retry-After", said, "Date", "Tue, 31 Mar 2026 22:00:00 GMT"));

	ok(us == want, "Retry-After %s: %lld µs", said, (long long)us);
}

static void retry_afters(struct arena *a)
{
	retry_after_is(a, "120", 120 * SECOND);
	retry_after_is(a, "0", 0);
	retry_after_is(a, "1.5", SECOND * 3 / 2);
	retry_after_is(a, "Tue, 31 Mar 2026 22:01:00 GMT", 60 * SECOND);
	retry_after_is(a, "Tue, 31 Mar 2026 21:01:00 GMT", 0);
	retry_after_is(a, "99999999999999999999999", INT64_MAX);
	retry_after_is(a, "-5", -1);
	retry_after_is(a, "soon", -1);
	retry_after_is(a, "", -1);
}

/* Whatever answers say, it is a number that may be counted with, or none. */
static void garbage(struct arena *a)
{
	static const char letters[] = "0123456789.-+eE/ ,:GMT\"xnul";
	const int64_t points_most = (int64_t)POINT * POINTS_MOST;
	struct pace paces[] = {{.kind = PACE_COST, .cost = place(a, "header:A"), .available = place(a, "header:B"),
			.restore = place(a, "header:A")},
		{.kind = PACE_HEADER, .remaining = place(a, "header:A"), .reset = place(a, "header:B")},
		{.kind = PACE_HEADER, .used = place(a, "header:A")}, {.kind = PACE_LEARN, .rate = place(a, "header:A")}};
	struct arena *each = arena_new(a);
	bool good = true;
	int meant = 0;

	for (int i = 0; i < 40000; i++) {
		char said[2][8] = {{0}};
		const char *ignored;
		struct told t;

		arena_end(each);
		for (size_t n = 0; n < 14; n++)
			said[n / 7][n % 7] = one_in(8) ? '\0' : letters[between(0, sizeof letters - 2)];
		paces[1].unit = (int)between(RESET_S, RESET_HTTP_DATE);
		told_read(each, &paces[between(0, 3)], answer_of(each, "A", said[0], "B", said[1]), &t, &ignored);
		meant += t.has_cost + t.has_remaining + t.has_rate + t.has_reset;
		good = good && (!t.has_cost || (t.cost >= 0 && t.cost <= points_most && t.restore > 0))
		    && (!t.has_remaining || (t.remaining >= 0 && t.remaining <= REMAINING_MOST))
		    && (!t.has_reset || (t.reset >= 0 && t.reset <= RESET_MOST))
		    && (!t.has_rate || (t.interval > 0 && t.interval <= DAY));
	}
	ok(good && meant > 100, "what means something is within bounds: %d", meant);
}

static void reset_is(struct arena *a, enum reset_unit unit, const char *said, const char *dated, int64_t want)
{
	struct answer_place at = place(a, "header:Reset");
	const char *ignored = NULL;
	int64_t us = 0;
	bool found = told_wait(a, answer_of(a, "Reset", said, dated ? "Date" : NULL, dated), &at, unit, &us, &ignored);

	ok(found ? us == want : want < 0 && ignored, "reset %s%s%s: %lld µs", said, dated ? " at " : "", dated ? dated : "",
		(long long)(found ? us : -1));
}

static void resets(struct arena *a)
{
	static const char dated[] = "Tue, 31 Mar 2026 22:00:00 GMT";
	instant at;

	ok(instant_parse(S("2026-03-31T22:00:00Z"), &at), "a moment");
	now = at;
	reset_is(a, RESET_S, "0.5", NULL, SECOND / 2);
	reset_is(a, RESET_S, "7", dated, 7 * SECOND);
	reset_is(a, RESET_MS, "1500", NULL, 1500 * MS);
	reset_is(a, RESET_EPOCH_S, "1774994430", NULL, 30 * SECOND);
	reset_is(a, RESET_EPOCH_MS, "1774994430250", dated, 30250 * MS);
	reset_is(a, RESET_HTTP_DATE, "Tue, 31 Mar 2026 22:01:00 GMT", dated, 60 * SECOND);
	now += 3600 * SECOND;
	reset_is(a, RESET_EPOCH_S, "1774994430", dated, 30 * SECOND);
	reset_is(a, RESET_EPOCH_S, "1774994430", NULL, 0);
	reset_is(a, RESET_S, "1774994430", dated, -1);
	reset_is(a, RESET_EPOCH_S, "30", dated, -1);
	reset_is(a, RESET_S, "-5", NULL, -1);
	reset_is(a, RESET_S, "five", NULL, -1);
	reset_is(a, RESET_HTTP_DATE, "Tue, 31 Feb", dated, -1);
	reset_is(a, RESET_EPOCH_S, "99999999999999999999999999", NULL, -1);
}

/* ── what always holds ─────────────────────────────────────────────────────────────────────────────────────────── */

/* Calls that arrive at any moment between their beginning and their answer; the worst of windows. */
static size_t fullest(int64_t *arrived, size_t count, int64_t per)
{
	size_t most = 0, first = 0;

	for (size_t i = 1; i < count; i++)
		for (size_t n = i; n > 0 && arrived[n - 1] > arrived[n]; n--) {
			int64_t later = arrived[n - 1];

			arrived[n - 1] = arrived[n];
			arrived[n] = later;
		}
	for (size_t i = 0; i < count; i++) {
		while (arrived[i] - arrived[first] >= per)
			first++;
		most = i - first + 1 > most ? i - first + 1 : most;
	}
	return most;
}

/* Several at once, some of which die. */
static void sliding_holds(struct arena *a, int most, int64_t per)
{
	static int64_t arrived[CALLS_SEEN];
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_SLIDING, .calls = most, .per = {.us = per}});
	struct under_way ways[8] = {0};
	size_t count = 0, full;

	now = 1000 * SECOND;
	for (int step = 0; step < 20000 && count < CALLS_SEEN; step++) {
		struct under_way *way = &ways[between(0, 7)];

		now += between(0, per / most);
		if (way->from > 0 && now - way->from > (LEASE_S - 1) * SECOND)
			way->from = 0;                 /* it died; it has arrived before */
		if (way->from > 0) {
			arrived[count++] = between(way->from, now);
			give_paced(s, &way->paced, NULL);
			way->from = 0;
		} else if (take(s) == 0) {
			*way = (struct under_way){s->paced, now, NULL};
		}
	}
	full = fullest(arrived, count, per);
	ok(full <= (size_t)most && count > (size_t)most, "never more than %d in any %lld ms: %zu of %zu", most,
		(long long)(per / MS), full, count);
}

/* Whoever asks as soon as it may gets most of what it may. */
static void sliding_is_used(struct arena *a, int most)
{
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_SLIDING, .calls = most, .per = {.us = 10 * SECOND}});
	int64_t wait;
	int made = 0;

	now = 1000 * SECOND;
	while (now < 1100 * SECOND) {
		wait = take(s);
		if (wait == 0) {
			give(s, NULL);
			made++;
		}
		now += wait;
	}
	ok(made <= 10 * most && made >= 9 * most, "and nearly all of them are made: %d of %d", made, 10 * most);
}

static void bucket_holds(struct arena *a)
{
	struct asks *s = asks(a, NULL,
		(struct pace){.kind = PACE_BUCKET, .calls = 7, .burst = 4, .per = {.us = SECOND}});
	int64_t next = 0, each = SECOND / 7;
	bool good = true;

	now = 1000 * SECOND;
	for (int i = 0; i < 5000; i++) {
		int64_t arrived;

		now += between(0, 300 * MS);
		if (take(s) > 0)
			continue;
		arrived = now + between(0, 200 * MS);
		good = good && arrived >= next - 3 * each;
		next = (next > arrived ? next : arrived) + each;
		now = arrived + between(0, 200 * MS);
		give(s, NULL);
	}
	ok(good, "a bucket at the other end, which counts arrivals, never overflows");
}

/* Rows that a hand has written, and clocks that go back. */
static void survives(struct arena *a)
{
	struct pace pace = {.calls = 3, .burst = 2, .per = {.us = SECOND}, .reserve = 1};
	const struct told told = {0};
	struct err e = {0};
	bool good = true;

	test_must(zone_open(a, S("Europe/Berlin"), &pace.zone, &e), &e);
	for (int i = 0; i < 20000; i++) {
		struct quota q = {.count = (size_t)between(0, QUOTA_NUMBERS)};
		struct flight f;
		int64_t wait;

		pace.kind = (int)between(PACE_BUCKET, PACE_DAILY);
		for (size_t n = 0; n < q.count; n++)
			q.at[n] = one_in(3) ? (int64_t)chance() : between(0, 2000 * SECOND);
		now = between(0, 2000) * SECOND;
		wait = quota_wait(&pace, &q, now);
		f = quota_take(&pace, &q, now, SECOND);
		quota_give(&pace, &q, f, &told, now + between(-SECOND, SECOND) + SECOND);
		good = good && wait >= 0 && q.count <= QUOTA_NUMBERS;
	}
	ok(good, "numbers that are none of ours do no harm");
}

/* As plan shows them. */
static void words(struct arena *a)
{
	static const struct {
		struct pace pace;
		const char *said;
	} shown[] = {
		{{.kind = PACE_BUCKET, .calls = 1, .burst = 1, .per = {.us = 500 * MS}}, "1 call in 500 ms, evenly"},
		{{.kind = PACE_BUCKET, .calls = 20, .burst = 5, .per = {.us = SECOND}, .scope = PACE_OP},
			"20 calls in 1s, evenly, up to 5 saved up, of this list"},
		{{.kind = PACE_FIXED, .calls = 100, .per = {.us = 60 * SECOND}, .scope = PACE_SYSTEM},
			"100 calls in each 1m of the clock, of this system"},
		{{.kind = PACE_SLIDING, .calls = 12, .per = {.us = SECOND}}, "12 calls in any 1s"},
		{{.kind = PACE_CONCURRENT, .calls = 3}, "3 calls at once"},
		{{.kind = PACE_COST}, "by the points that are left"},
		{{.kind = PACE_COST, .reserve = 50}, "by the points that are left, less 50"},
		{{.kind = PACE_HEADER}, "as many calls as its answers say are left"},
		{{.kind = PACE_LEARN}, "at the pace that its answers state"},
		{{.kind = PACE_LEARN, .calls = 2, .per = {.us = SECOND}},
			"at the pace that its answers state, 2 calls in 1s until then"},
	};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		is_z(pace_words(a, &shown[i].pace), shown[i].said, "in words: %s", shown[i].said);
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	chance_open();
	words(a);
	buckets(a);
	slidings(a);
	fixeds(a);
	concurrents(a);
	dailies(a);
	headers(a);
	used(a);
	learns(a);
	points(a);
	points_begin(a);
	points_hold(a);
	resets(a);
	retry_afters(a);
	garbage(a);
	sliding_holds(a, 5, SECOND);
	sliding_holds(a, 100, 10 * SECOND);
	sliding_is_used(a, 10);
	sliding_is_used(a, 1000);
	bucket_holds(a);
	survives(a);
	arena_end(a);
	free(a);
	return done();
}
