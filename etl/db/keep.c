#include "base/log.h"
#include "db/claim.h"
#include "db/session.h"

#include <embedded.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

enum { RENEW_SECONDS = 20 };

/* The thread uses neither an arena nor a session of ours: both belong to one thread. */
struct keeper {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool ended;                /* under lock */
	const char *conninfo;
	char run_id[24];
	PGconn *conn;              /* the thread's alone */
};

static void renew(struct keeper *k)
{
	const char *const keywords[] = {"connect_timeout", "fallback_application_name", "dbname", NULL};
	const char *const connect[] = {"10", "counterfoil lease", k->conninfo, NULL};
	const char *const values[] = {k->run_id};
	PGresult *r;

	if (PQstatus(k->conn) != CONNECTION_OK) {
		PQfinish(k->conn);
		k->conn = PQconnectdbParams(keywords, connect, 1);
	}
	r = PQexecParams(k->conn, sql_db_claim_renew, 1, NULL, values, NULL, NULL, 0);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		log_warning("db", "the leases of run %s could not be renewed and will be tried again: SQLSTATE %s", k->run_id,
			    PQresultErrorField(r, PG_DIAG_SQLSTATE) ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : "none");
	PQclear(r);
}

/* Whether it is time to end; waits for the next renewal. */
static bool waits(struct keeper *k)
{
	struct timespec until;
	bool ended;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += RENEW_SECONDS;
	pthread_mutex_lock(&k->lock);
	while (!k->ended && pthread_cond_timedwait(&k->wake, &k->lock, &until) != ETIMEDOUT)
		continue;
	ended = k->ended;
	pthread_mutex_unlock(&k->lock);
	return !ended;
}

static void *keep(void *subject)
{
	struct keeper *k = subject;

	do
		renew(k);
	while (waits(k));
	PQfinish(k->conn);
	return NULL;
}

static void end(void *subject)
{
	struct keeper *k = subject;

	pthread_mutex_lock(&k->lock);
	k->ended = true;
	pthread_cond_signal(&k->wake);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	pthread_cond_destroy(&k->wake);
	pthread_mutex_destroy(&k->lock);
}

/* Signals are for the main thread, which knows what to do with them. */
static int start(struct keeper *k)
{
	pthread_condattr_t monotonic;
	sigset_t all, before;
	int failed;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&k->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	pthread_mutex_init(&k->lock, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&k->thread, NULL, keep, k);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

bool claim_keep(struct arena *a, const char *conninfo, int64_t run_id, struct err *e)
{
	struct keeper *k = arena_new_of(a, struct keeper);
	int failed;

	k->conninfo = text_z(a, text(conninfo));
	snprintf(k->run_id, sizeof k->run_id, "%" PRId64, run_id);
	failed = start(k);
	if (failed)
		return err_set(e, ERR_TEMPORARY, "no thread to renew leases: %s", strerror(failed));
	arena_defer(a, end, k);
	return true;
}
