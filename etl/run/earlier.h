/*
 * A file of an earlier date that came late, or was corrected after it was read: no night reads it by itself, because a
 * night reads its own date.  A run says that it is there; the run of that date reads it.
 */
#ifndef RUN_EARLIER_H
#define RUN_EARLIER_H

#include "run/ledger.h"

/* *note says which file of the date is not as it was read, NULL if all are.  until: the first date whose runs do not
 * ask for it. */
bool earlier_note(struct ledger *l, const struct project *p, const struct extract *x, date day, date until,
	const char **note, struct err *e) __attribute__((warn_unused_result));

#endif
