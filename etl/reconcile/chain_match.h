/*
 * Hops that are reached by what a match rule holds together.  The rule's own answer for the same date says which rows
 * are one, and of a line on its own whether it waits, lacks its counterpart, or whether that cannot be said.  What that
 * answer asks no counterpart for, such as a payout that is worth nothing, need not go on.
 */
#ifndef RECONCILE_CHAIN_MATCH_H
#define RECONCILE_CHAIN_MATCH_H

#include "reconcile/reconcile.h"

/* The answer by which a hop goes. */
struct chain_match {
	int64_t answer;                  /* rule run of the match rule; 0: none is from what the chain reads */
	Str lacking;                     /* why there is none */
	instant cut, read[2];            /* its own, and the newest reading of each of its lists */
	bool whole[2];                   /* whether each of its lists was there in full */
};

/* The answer of the run itself, else the one that counts, if it was made from the snapshots that rule_run, the chain's
 * own, has as its inputs.  Empty for a hop that goes by no matches. */
bool chain_match_find(struct arena *a, struct pg *pg, const struct hop *hop, const struct night *night,
	int64_t rule_run, struct chain_match *out, struct err *e) __attribute__((warn_unused_result));

/* SELECT of first and second, lines of the match rule's two lists that it holds together: each with each. */
Str chain_match_pairs(struct arena *a, const struct chain_match *match);

/* SELECT of key_hash, waits, doubt (null: none) and cause, for each line on its own of this hop's list or, if before,
 * of that of the hop before, whose rows view has; of no line where no match rule has answered. */
Str chain_match_said(struct arena *a, const struct hop *hop, const struct chain_match *match, bool before, Str view);

/* SQL over l, a link of the hop: whether the match rule holds it together with any line. */
Str chain_match_holds(struct arena *a, const struct hop *hop, const struct chain_match *match);

/* Why nothing can be said of a line on its own, as SQL: a list of the answer was not there in full.  Empty if the hop
 * goes by no answer, or by one whose list of the hop before was. */
Str chain_match_partial(struct arena *a, const struct hop *hop, const struct chain_match *match);

#endif
