/*
 * What proves that an extract is whole, and whether its format can bear that proof.
 */
#ifndef RUN_PROOF_H
#define RUN_PROOF_H

#include "config/mistakes.h"
#include "extract/extract.h"

/* Whether anything could show that records are lacking.  Lines have no end of their own: a list of them that was cut
 * behind a whole line has the same structure, and nothing is proven by it.  Nor do pages tell that the last one is
 * there. */
bool proof_shows(const struct extract *x);

/* Notes a proof that the format cannot give; false if there is one. */
bool proof_check(struct arena *a, const struct extract *x, struct mistakes *m);

#endif
