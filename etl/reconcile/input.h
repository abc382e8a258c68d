/*
 * Inputs: which snapshot of each account a rule run reads, and whether it may be trusted.  An account that is not
 * available still gives the last rows known of an earlier date, marked, so that their keys are not comparable instead
 * of missing.
 */
#ifndef RECONCILE_INPUT_H
#define RECONCILE_INPUT_H

#include "reconcile/reconcile.h"

struct input {
	const struct account *account;
	const struct side *side;
	int number;                  /* in the rule's views */
	int64_t snapshot_id;
	int32_t snapshot_no, source;
	int32_t before;              /* number of the last snapshot of an earlier date, 0 if there is none */
	int32_t last;                /* of what is not available: the last number of an earlier date, 0: none */
	bool staged;                 /* the dataset's tables exist */
	struct texts columns;        /* of its live table */
	bool available;              /* there is a snapshot of the expected date */
	bool newest;                 /* it can be read from the live table */
	bool kept;                   /* a later run could not read that date again */
	bool aside;
	bool again;                  /* an extract that stands before it in the list, too */
	bool proven;
	int64_t keyless;             /* its records that could not be read, nor whose they are */
	instant as_of;
	struct texts missing_parts;
	const char *status, *reason; /* of recon.input */
};

struct inputs {
	struct input *at;
	size_t count;
	instant cut;                 /* the earliest as_of, INSTANT_NONE if nothing is available */
	bool complete;
	int64_t keyless;             /* records of all inputs that could not be read, nor whose they are */
};

bool inputs_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct night *night,
	struct inputs *out, struct err *e) __attribute__((warn_unused_result));

/* That of the side's n-th account. */
const struct input *input_of(const struct inputs *inputs, const struct side *side, size_t account);

/* Whether all of the side's lists are there tonight. */
bool side_is_whole(const struct side *side, const struct inputs *inputs);

bool inputs_record(struct arena *a, struct pg *pg, const struct inputs *inputs, int64_t rule_run, struct err *e)
	__attribute__((warn_unused_result));

#endif
