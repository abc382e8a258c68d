/*
 * Matches of earlier nights: each stands as long as its lines are there with their amounts and nobody undoes it.  What
 * cannot be read tonight ends none.
 */
#ifndef RECONCILE_STANDING_H
#define RECONCILE_STANDING_H

#include "reconcile/lines.h"

/* sums in units; heads: of each list the line with the least key. */
struct standing_match {
	int64_t rule_run, match_no;
	int64_t sums[2];
	struct hash heads[2];
	uint32_t lines[2];
	uint32_t alternatives, currency;
	const char *ended;               /* why it stands no more; NULL: it stands */
};

/* A line of a match that has several of its list. */
struct standing_line {
	size_t match;
	int list;
	struct hash key;
	int64_t units;
};

struct standing {
	struct standing_match *at;       /* the first of the pairing's matches, in this order */
	size_t count;
	struct standing_line *several;   /* ascending by match */
	size_t several_count;
};

/* SQL of the matches of the rule that earlier nights left, as rows of recon.match. */
Str standing_sql(struct arena *a, const struct rule *rule, date night);

/* Reads them, takes them into the pairing, and ends those whose lines are gone or changed.  whole: for each list
 * whether all of it is there tonight. */
bool standing_read(struct lines *l, Str standing, const bool whole[2], struct standing *s, struct err *e)
	__attribute__((warn_unused_result));

/* Whether a match has the line. */
bool standing_has(const struct standing *s, size_t match, int list, struct hash key);

/* It stands no more, and its lines are free. */
void standing_end(struct lines *l, struct standing *s, size_t match, const char *reason);

/* Writes which have ended in this rule run, and why. */
bool standing_keep(struct lines *l, const struct standing *s, int64_t rule_run, struct err *e)
	__attribute__((warn_unused_result));

#endif
