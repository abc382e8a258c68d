#include "db/claim.h"

#include "cluster.h"
#include "tap.h"

#include <signal.h>
#include <sys/wait.h>

static struct pg *session(struct arena *a, const char *conninfo)
{
	struct err e = {0};
	struct pg *pg;

	test_must(pg_open(a, conninfo, &pg, &e) && pg_role(pg, "counterfoil_etl", &e), &e);
	return pg;
}

static int64_t take(struct pg *pg, struct arena *a, Str name, int64_t run_id)
{
	struct err e = {0};
	int64_t fence = 0;

	test_must(claim_take(pg, a, name, run_id, &fence, &e), &e);
	return fence;
}

static void test_taking(struct arena *a, const char *conninfo)
{
	struct pg *one = session(a, conninfo), *two = session(a, conninfo);
	int64_t first = take(one, a, S("shop.order"), 1), fence = 0;
	struct err e = {0};

	ok(first == 1, "the first fence");
	ok(!claim_take(two, a, S("shop.order"), 2, &fence, &e) && e.kind == ERR_NOT_RUN, "another run is refused");
	ok(strstr(e.message, "\"shop.order\"") && strstr(e.message, "run 1 since 20") && strstr(e.message, "host ")
	   && strstr(e.message, arena_print(a, "process %d", (int)getpid())), "and told by whom: %s", e.message);
	err_clear(&e);
	ok(!pg_in_transaction(two), "with no transaction left");
	is_int(take(two, a, S("shop.stock"), 2), 1, "another name is free");
	ok(claim_check(one, S("shop.order"), first, &e), "the claim is ours: %s", e.message);
	ok(take(one, a, S("shop.order"), 1) == first + 1, "the same run may take it again, with a higher fence");
	ok(!claim_check(one, S("shop.order"), first, &e) && e.kind == ERR_NOT_RUN, "the older fence is no more: %s",
		e.message);
	err_clear(&e);
	ok(!claim_check(one, S("never taken"), 1, &e) && e.kind == ERR_NOT_RUN, "nor is one that was never taken");
	err_clear(&e);
	ok(claim_release(one, 1, &e), "given back");
	is_int(take(two, a, S("shop.order"), 2), first + 2, "it is free, and its fence goes on");
	ok(claim_release(two, 2, &e), "given back");
}

/* The load of a run that slept past its lease. */
static void test_taken_over(struct arena *a, const char *conninfo)
{
	struct pg *slow = session(a, conninfo), *next = session(a, conninfo);
	int64_t old = take(slow, a, S("slow"), 3), new;
	struct err e = {0};

	ok(pg_begin(slow, READ_COMMITTED, &e), "a load begins");
	test_run(next, "update ops.lease set until = clock_timestamp() - interval '1 second' where name = 'slow'");
	new = take(next, a, S("slow"), 4);
	ok(new > old, "its lease ends, and another run takes over with a higher fence");
	ok(!claim_check(slow, S("slow"), old, &e) && e.kind == ERR_NOT_RUN, "then its last statement fails: %s", e.message);
	pg_rollback(slow);
	err_clear(&e);
	ok(claim_release(slow, 3, &e) && claim_check(next, S("slow"), new, &e), "what it gives back is not the other's");
	ok(claim_release(next, 4, &e), "given back");
}

/* While a load is past its last statement and not yet committed, nobody can take its claim over. */
static void test_in_line(struct arena *a, const char *conninfo)
{
	struct pg *load = session(a, conninfo), *other = session(a, conninfo);
	int64_t fence = take(load, a, S("line"), 5), ignored;
	struct err e = {0};

	ok(pg_begin(load, READ_COMMITTED, &e) && claim_check(load, S("line"), fence, &e), "a load at its end: %s",
		e.message);
	test_run(other, "update ops.lease set until = clock_timestamp() - interval '1 second' where name = 'line'");
	test_run(other, "set lock_timeout = '200ms'");
	ok(!claim_take(other, a, S("line"), 6, &ignored, &e) && strstr(e.message, "55P03"), "makes others wait: %s",
		e.message);
	err_clear(&e);
	ok(pg_commit(load, &e), "it commits");
	is_int(take(other, a, S("line"), 6), fence + 1, "then they may");
}

/* A process that was killed gives nothing back; its lease need not be waited for on its own machine. */
static void test_killed(struct arena *a, const char *conninfo)
{
	struct pg *pg = session(a, conninfo);
	int ready[2] = {-1, -1};
	struct err e = {0};
	int64_t fence;
	pid_t child;
	char byte;

	ok(pipe(ready) == 0, "a pipe");
	fflush(stdout);
	child = fork();
	if (child == 0) {
		take(session(a, conninfo), a, S("killed"), 7);
		if (write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	ok(read(ready[0], &byte, 1) == 1, "another process has the claim");
	ok(!claim_take(pg, a, S("killed"), 8, &fence, &e) && e.kind == ERR_NOT_RUN, "while it lives: %s", e.message);
	err_clear(&e);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	ok(claim_take(pg, a, S("killed"), 8, &fence, &e) && fence == 2, "once it is killed, it is ours: %s", e.message);
	test_run(pg, "update ops.lease set run_id = 9, process = 'another-boot pid:[1] 1 1' where name = 'killed'");
	ok(!claim_take(pg, a, S("killed"), 8, &fence, &e) && e.kind == ERR_NOT_RUN, "of another machine nothing is known");
	close(ready[0]);
	close(ready[1]);
}

static void test_keeping(struct arena *a, const char *conninfo)
{
	struct pg *pg = session(a, conninfo);
	struct arena *kept = arena_new(a);
	struct err e = {0};
	bool renewed = false;

	take(pg, a, S("kept"), 10);
	test_run(pg, "update ops.lease set until = clock_timestamp() + interval '1 second' where name = 'kept'");
	ok(claim_keep(kept, conninfo, 10, &e), "a run is kept alive: %s", e.message);
	for (int i = 0; i < 1000 && !renewed; i++) {
		struct rows *r;

		test_must(pg_query(pg, a, "select until > clock_timestamp() + interval '30 seconds' from ops.lease "
				   "where name = 'kept'", NO_PARAMS, &r, &e), &e);
		renewed = rows_bool(r, 0, 0);
		usleep(10000);
	}
	ok(renewed, "its lease is renewed on another connection");
	arena_end(kept);
	ok(claim_keep(kept, "host=/nonexistent", 10, &e), "a server that is away is tried again");
	arena_end(kept);
	ok(true, "and keeping ends with its arena");
}

int main(void)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	const char *conninfo = test_database(a);

	test_taking(a, conninfo);
	test_taken_over(a, conninfo);
	test_in_line(a, conninfo);
	test_killed(a, conninfo);
	test_keeping(a, conninfo);
	arena_end(root);
	free(root);
	return done();
}
