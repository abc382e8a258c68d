/* What people said of lines: that they are one, or are not.  The newest word on the same lines counts. */
#ifndef RECONCILE_DECIDED_H
#define RECONCILE_DECIDED_H

#include "reconcile/standing.h"
#include "reconcile/suggest.h"

struct decided_line {
	int list;
	struct hash key;
	int64_t line;                    /* -1: it is not there tonight */
};

struct decided {
	Str what, actor, note;
	struct decided_line *lines;
	size_t count;
	bool whole;                      /* all are there */
};

struct decisions {
	struct decided *at;
	size_t count;
};

bool decisions_read(struct lines *l, struct decisions *d, struct err *e) __attribute__((warn_unused_result));

/* Matches that stand and of which somebody said since that they are none stand no more. */
void decisions_end(struct lines *l, const struct decisions *d, struct standing *s);

/* Pairs what was confirmed and is still free. */
void decisions_take(struct lines *l, const struct decisions *d);

/* Frees what tonight paired though somebody said that it is not one. */
void decisions_drop(struct lines *l, const struct decisions *d);

/* Whether somebody said that the two are not one. */
bool decisions_reject(const struct decisions *d, const struct suggestion *s);

#endif
