/* That limits are the same whether they are counted here or in the database, and how long is waited for them. */
#include "pace_kit.h"

/* ── in the database ───────────────────────────────────────────────────────────────────────────────────────────── */

static struct pace any_pace(struct arena *a, int kind)
{
	struct pace pace = {.kind = kind, .calls = 3, .burst = 2, .per = {.us = SECOND}, .reserve = 10,
		.cost = place(a, "header:Cost"), .available = place(a, "header:Available"),
		.restore = place(a, "header:Restore"), .remaining = place(a, "header:Left"),
		.reset = place(a, "header:Reset"), .rate = place(a, "header:Rate")};
	struct err e = {0};

	test_must(zone_open(a, S("UTC"), &pace.zone, &e), &e);
	return pace;
}

static const struct answer *any_answer(struct arena *a)
{
	struct answer *answer = costs(a, arena_print(a, "%d", (int)between(1, 100)),
		arena_print(a, "%d", (int)between(0, 200)));

	http_fields_add(a, &answer->head.fields, S("Left"), text(arena_print(a, "%d", (int)between(0, 3))));
	http_fields_add(a, &answer->head.fields, S("Reset"), text(arena_print(a, "%d", (int)between(0, 5))));
	http_fields_add(a, &answer->head.fields, S("Rate"), text(arena_print(a, "%d", (int)between(1, 9))));
	return one_in(4) ? NULL : answer;
}

static void same_in_the_database(struct arena *a, const char *conninfo)
{
	bool same = true;
	int made = 0;

	for (int kind = PACE_BUCKET; kind <= PACE_DAILY; kind++) {
		struct asks *own = asks(a, NULL, any_pace(a, kind));
		struct asks *pooled = asks(a, pool_new(a, conninfo), any_pace(a, kind));

		now = 1000 * SECOND;
		for (int i = 0; i < 60; i++) {
			int64_t wait = take(own);
			const struct answer *answer;

			same = same && take(pooled) == wait;
			now += between(0, 400 * MS);
			if (wait > 0)
				continue;
			answer = any_answer(a);
			give(own, answer);
			give(pooled, answer);
			made++;
		}
	}
	ok(same && made > 100, "the database counts as the process does: %d calls", made);
}

static void pooled(struct arena *a, const char *conninfo)
{
	struct pace pace = {.kind = PACE_SLIDING, .calls = 4, .per = {.us = 60 * SECOND}};
	struct asks *one = asks(a, pool_new(a, conninfo), pace), *other = asks(a, pool_new(a, conninfo), pace);
	struct asks *bank = asks(a, pool_new(a, conninfo), pace), *list;

	now = 2000000 * SECOND;
	pace.scope = PACE_OP;
	list = asks(a, pool_new(a, conninfo), pace);
	bank->pacer = pacer_new(a, S("bank"), pool_new(a, conninfo));
	pacer_clock(bank->pacer, &now);
	ok(call(one) && call(other) && call(one), "two sessions use one account");
	is_int(calls(other, 9), 1, "together they have four calls");
	ok(take(one) > 0 && take(other) > 0, "and no fifth");
	is_int(calls(bank, 9), 4, "another account has its own");
	is_int(calls(list, 9), 4, "and so has a limit of one list");
	list->paced.op = S("shop.refunds");
	is_int(calls(list, 9), 4, "and of another one");
}

static void refused(struct arena *a, const char *conninfo)
{
	struct pace pace = {.kind = PACE_SLIDING, .calls = 4, .per = {.us = SECOND}};
	struct asks *s = asks(a, pool_new(a, arena_print(a, "%s dbname=no_such_database", conninfo)), pace);
	struct asks *lost = asks(a, NULL, pace);
	struct pg *boss = test_session(a, test_superuser(a, conninfo));
	const struct pace *by;
	struct err e = {0};
	int64_t wait;

	ok(!pacer_take(s->pacer, &s->paced, &wait, &by, &e) && e.kind == ERR_DATABASE, "without its database: %s",
		e.message);
	err_clear(&e);
	lost->pacer = pacer_new(a, S("lost"), pool_new(a, conninfo));
	is_int(take(lost), 0, "a call");
	test_run(boss, "select pg_terminate_backend(pid) from pg_stat_activity "
		"where datname = current_database() and pid <> pg_backend_pid()");
	ok(!pacer_give(lost->pacer, &lost->paced, NULL, &e) && e.kind == ERR_DATABASE, "a connection that is lost: %s",
		e.message);
}

/* ── pauses ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void pauses(void)
{
	struct retry r = {.base = {.us = SECOND}, .most = {.us = 10 * SECOND}, .in_all = {.us = 20 * SECOND}, .factor = 3};
	bool full = true, equal = true;

	ok(retry_longest(&r, 0) == SECOND && retry_longest(&r, 1) == 3 * SECOND && retry_longest(&r, 2) == 9 * SECOND
	   && retry_longest(&r, 3) == 10 * SECOND && retry_longest(&r, 99) == 10 * SECOND,
		"exponential, and at most so long");
	for (int i = 0; i < 1000; i++) {
		int64_t pause = retry_pause(&r, 1);

		full = full && pause >= 0 && pause < 3 * SECOND;
	}
	r.jitter = JITTER_EQUAL;
	for (int i = 0; i < 1000; i++) {
		int64_t pause = retry_pause(&r, 1);

		equal = equal && pause >= 3 * SECOND / 2 && pause < 3 * SECOND;
	}
	ok(full && equal, "chance has all of a pause, or a half");
	r.jitter = JITTER_NONE;
	r.backoff = BACKOFF_LINEAR;
	ok(retry_pause(&r, 0) == SECOND && retry_pause(&r, 1) == 2 * SECOND && retry_pause(&r, 50) == 10 * SECOND,
		"linear");
	r.backoff = BACKOFF_CONSTANT;
	ok(retry_pause(&r, 0) == SECOND && retry_pause(&r, 50) == SECOND, "constant");
}

static void turns(struct arena *a)
{
	struct retry r = {.most = {.us = 2 * SECOND}, .in_all = {.us = 3 * SECOND}};
	struct asks *s = asks(a, NULL, (struct pace){.kind = PACE_HEADER, .per = {.us = SECOND},
		.remaining = place(a, "header:Left"), .reset = place(a, "header:Reset")});
	struct waits waits = {0};
	struct err e = {0};

	now = 100 * SECOND;
	ok(retry_turn(&r, s->pacer, &s->paced, &waits, &e) && waits.count == 0, "a turn without a wait");
	give(s, answer_of(a, "Left", "0", "Reset", "3600"));
	ok(!retry_turn(&r, s->pacer, &s->paced, &waits, &e) && e.kind == ERR_TEMPORARY, "none longer than may be: %s",
		e.message);
	err_clear(&e);
	pacer_clock(s->pacer, NULL);
	ok(call(s), "by its own clock");
	give(s, answer_of(a, "Left", "0", "Reset", "0.05"));
	ok(retry_turn(&r, s->pacer, &s->paced, &waits, &e) && waits.count == 1 && waits.us > 0 && waits.us <= 50 * MS,
		"what was waited is counted: %lld µs", (long long)waits.us);
}

int main(void)
{
	struct arena *a = arena_new(NULL);
	const char *conninfo = test_database(a);

	chance_open();
	same_in_the_database(a, conninfo);
	pooled(a, conninfo);
	refused(a, conninfo);
	pauses();
	turns(a);
	arena_end(a);
	free(a);
	return done();
}
