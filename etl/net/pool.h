/*
 * What is used up of an account's limits, kept in Postgres for all processes that use it (ops.pacer, ops.pace).  It is
 * read, reckoned with here, and written only if nobody has written since: no lock outlives a statement, so a process
 * that hangs or dies holds up none of the others.  Time is the database's.
 */
#ifndef NET_POOL_H
#define NET_POOL_H

#include "db/pg.h"
#include "net/quota.h"

struct pool;

/* Opens its session when it is first used; conninfo as pg_open takes it. */
struct pool *pool_new(struct arena *a, const char *conninfo);

/* The quotas of these names, empty where nothing is known.  Whatever fails is ERR_DATABASE, the connection too: nobody
 * is to take it for a fault of the system. */
bool pool_read(struct pool *s, struct arena *a, Str account, const struct texts *names, struct quota *quotas,
	int64_t *version, int64_t *now, struct err *e) __attribute__((warn_unused_result));

/* *written false: another one was faster, and nothing has changed. */
bool pool_write(struct pool *s, struct arena *a, Str account, int64_t version, const struct texts *names,
	const struct quota *quotas, bool *written, struct err *e) __attribute__((warn_unused_result));

#endif
