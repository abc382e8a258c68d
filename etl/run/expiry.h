/* What is to be renewed: said in each run from thirty days before its end. */
#ifndef RUN_EXPIRY_H
#define RUN_EXPIRY_H

#include "net/expiry.h"
#include "run/ledger.h"

enum { EXPIRY_DAYS = 30 };

/* Of the systems that the job reads: what is declared, their certificates, and what answers announced (told).  What
 * ends within EXPIRY_DAYS, has ended, or is said to end without a day is written down and given, the next first. */
bool expiries_note(struct ledger *l, date today, const struct job *job, const struct expiries *told,
	struct expiries *soon, struct err *e) __attribute__((warn_unused_result));

#endif
