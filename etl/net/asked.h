/*
 * What a system was asked to make and has not given yet, kept in Postgres (ops.asked): written before it is asked for,
 * named once the system has said what it calls it, forgotten when it is landed.  Whoever comes after a kill finds it.
 *
 * Without a session nothing is kept: then only the system itself knows.
 */
#ifndef NET_ASKED_H
#define NET_ASKED_H

#include "db/pg.h"

/* Which one: the same request for the same date is the same report. */
struct asked_of {
	Str extract;
	date business_date;
	struct digest request;
};

struct asked {
	Str key;                     /* of ours, in hexadecimal: the same as long as it is the same report */
	Str id;                      /* the system's; NULL: not known */
	instant at;                  /* when it was asked for: what it tells is no newer */
};

/* The one that was asked for at since or later; else a new one, asked for now. */
bool asked_begin(struct pg *pg, struct arena *a, const struct asked_of *of, instant now, instant since,
	struct asked *asked, struct err *e) __attribute__((warn_unused_result));

bool asked_named(struct pg *pg, struct arena *a, const struct asked_of *of, const struct asked *asked, struct err *e)
	__attribute__((warn_unused_result));

bool asked_forget(struct pg *pg, struct arena *a, const struct asked_of *of, struct err *e)
	__attribute__((warn_unused_result));

#endif
