/* The lines of a match rule's lists on their way between the sides' views and the pairing. */
#ifndef RECONCILE_LINES_H
#define RECONCILE_LINES_H

#include "base/hash.h"
#include "reconcile/input.h"

/* A match from an earlier night, under which it is kept; by its number tonight less 1. */
struct kept_match {
	int64_t rule_run, match_no;
};

/* A line's key: its hash, and its parts as a text[] in Postgres' binary form. */
struct line_key {
	struct hash hash;
	Str key;
};

struct lines {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	const struct inputs *inputs;
	struct pairing pairing;
	struct line_key *keys[2];        /* of each list's lines, ascending */
	int scale;                       /* an amount is units × 10^-scale */
	int64_t rule_run;
	int64_t *numbers;                /* of the matches that are new, 0 if it was dropped */
	struct kept_match *standing;     /* the first of the pairing's matches */
	size_t standing_count;
	struct texts currencies;         /* by their numbers */
};

/* Reads both lists, ordered by key, and what stands of them. */
bool lines_read(struct lines *l, struct err *e) __attribute__((warn_unused_result));

/* The line with the key; -1 if there is none. */
int64_t line_with(const struct lines *l, int list, struct hash key);

/* Keeps what is new under the rule run, and fills the temporary tables pair and made. */
bool lines_write(struct lines *l, struct err *e) __attribute__((warn_unused_result));

/* SQL over alias v of a list's view: what the row comes to. */
Str line_worth(struct arena *a, const struct rule *rule, int list);

/* The same: whether that can be paired, once the lists were read; up to 10^15 of the last digit, of which there are six
 * behind the point at most. */
Str line_exact(const struct lines *l, int list);

#endif
