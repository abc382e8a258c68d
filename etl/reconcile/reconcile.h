/*
 * Lays the sides of one rule beside each other, for one business date, in one REPEATABLE READ transaction of its own.
 * Nothing here reads the clock: the caller says for which date the rule answers and which date each extract's content
 * must have, and all ages follow from recorded instants.
 */
#ifndef RECONCILE_RECONCILE_H
#define RECONCILE_RECONCILE_H

#include "db/pg.h"
#include "reconcile/rule.h"
#include "reconcile/verdict.h"

/* The content that a rule needs of one extract. */
struct expected {
	Str extract;
	date content_date;           /* the business date itself, or the last day before it on which there is content */
	const char *trouble;         /* why the newest run that was to read it could not, if it could not */
	const char *status;          /* then what became of it: a status of recon.input */
	int64_t run_id;              /* and which run that was */
};

struct night {
	int64_t run_id;
	date business_date;
	instant decided_at;
	const struct expected *expected;
	size_t expected_count;
};

bool reconcile(struct arena *run, struct pg *pg, const struct rule *rule, const struct night *night,
	struct verdict *verdict, struct err *e) __attribute__((warn_unused_result));

/* Begins the transaction.  A load may put a new table in a live one's place, whose rows an older view of the database
 * would not see whole.  So the tables of the rule's sides are held before the transaction takes its view: LOCK takes
 * none.  lock: a further statement LOCK, or NULL. */
bool reconcile_begin(struct arena *a, struct pg *pg, const struct rule *rule, const char *lock, struct err *e)
	__attribute__((warn_unused_result));

#endif
