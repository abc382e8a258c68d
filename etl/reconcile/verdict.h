/*
 * What reconciling hands on: the answer of one rule for one business date.  All it found stands in schema recon under
 * rule_run_id; this is the copy in hand for the summary.
 */
#ifndef RECONCILE_VERDICT_H
#define RECONCILE_VERDICT_H

#include "base/decimal.h"
#include "base/instant.h"
#include "reconcile/rule.h"

enum verdict_kind { VERDICT_AGREED, VERDICT_PENDING, VERDICT_WARNINGS, VERDICT_DISCREPANCIES, VERDICT_INCOMPLETE,
		    VERDICT_NOT_DUE };

/* The three amounts of one currency, gross: sums of |amount|. */
struct exposure {
	Str currency;                /* empty: what has no amount of money; in the rule's unit, if it has one */
	int64_t open_count, pending_count, unchecked_count;
	struct decimal open, pending, unchecked;
};

struct verdict {
	Str rule_id, rule;
	Str unit;                    /* of amounts that are no money; empty: there are none */
	enum verdict_kind kind;
	date business_date;          /* for which it answers */
	int64_t rule_run_id;
	int64_t compared, agreed, open, pending, warnings, cleared;
	int64_t rounding;            /* of what is open, what differs by rounding alone */
	int64_t unchecked, unknown;  /* keys not compared; of these, of which something is unknown */
	bool inputs_complete;        /* every input is there, whole and fresh */
	date later;                  /* a trial: the newest date that is answered already; DATE_NONE if it counts */
	date overtaken;              /* the newest later date that compared nothing and is open again; DATE_NONE */
	const char *over_policy;     /* what is more than the rule's policy allows: exit code 8; NULL if nothing is */
	const struct exposure *exposures;
	size_t exposure_count;
	const char *why;             /* incomplete or not due: the reasons */
};

/* "discrepancies", "agreed", … as stored and shown. */
const char *verdict_name(enum verdict_kind kind);

#endif
