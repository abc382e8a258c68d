/* The lines of a match rule's lists on their way between the sides' views and the pairing. */
#ifndef RECONCILE_LINES_H
#define RECONCILE_LINES_H

#include "base/hash.h"
#include "reconcile/input.h"

/* A match from an earlier night, under which it is kept; by its number tonight less 1. */
struct kept_match {
	int64_t rule_run, match_no;
};

struct lines {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	const struct inputs *inputs;
	struct pairing pairing;
	struct hash *keys[2];            /* of each list's lines, ascending */
	struct kept_match *standing;     /* the first of the pairing's matches */
	size_t standing_count;
	struct texts currencies;         /* by their numbers */
};

/* Reads both lists, ordered by key, and what stands of them. */
bool lines_read(struct lines *l, struct err *e) __attribute__((warn_unused_result));

/* The line with the key; -1 if there is none. */
int64_t line_with(const struct lines *l, int list, struct hash key);

/* Into the temporary tables pair and made, under this rule run. */
bool lines_write(struct lines *l, int64_t rule_run, struct err *e) __attribute__((warn_unused_result));

/* SQL over alias v of a list's view: what the row comes to. */
Str line_worth(struct arena *a, const struct rule *rule, int list);

#endif
