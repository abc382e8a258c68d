/*
 * The stage of pairing in which lines have nothing but their amount, currency and day: two are paired only if neither
 * has another candidate.  With prices such as 9.99 hardly any line is alone, and hardly any is paired; that is right.
 */
#ifndef RECONCILE_BY_AMOUNT_H
#define RECONCILE_BY_AMOUNT_H

#include "reconcile/pairing.h"

/* Lines of one declared group that are left on their side are taken as one. */
void pair_by_amount(struct arena *a, struct pairing *p);

#endif
