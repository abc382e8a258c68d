/*
 * Chains: each row of the first hop is followed from hop to hop, and where it lacks one that it should have reached the
 * chain breaks, with the money that stands there.
 *
 *     side views ──▶ links of a hop ──▶ what came to it (at), what has not (lack) ──▶ findings, recon.hop_line
 *
 * What is followed is money: of each followed row the lines into which it parts at hops with amounts of their own.  A
 * payout that holds nine hundred payments has nine hundred lines, each with the money of its payment.
 */
#ifndef RECONCILE_CHAIN_H
#define RECONCILE_CHAIN_H

#include "reconcile/keyed.h"

/* Makes the hops' views, fills table finding, and keeps what stands at each hop in recon.hop and recon.hop_line: what
 * came to a hop is what went on from there and what stands, in each currency, or it is an error.  compared: followed
 * rows. */
bool chain_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	const struct night *night, int64_t rule_run, struct clocks *clocks, int64_t *compared, struct err *e)
	__attribute__((warn_unused_result));

/* SELECT of a hop's rows with the row of the hop before that each names: before (null: none that is there), own, state,
 * nameless, account, amount, currency, moment.  It may ask the views of both (view_name).  matched_by: the answer of
 * the match rule by which the hop is reached; 0: none. */
Str chain_links(struct arena *a, const struct rule *rule, const struct inputs *inputs, size_t hop,
	int64_t matched_by);

size_t chain_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, struct facing **pairs);

#endif
