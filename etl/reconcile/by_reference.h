/* The stages of pairing in which lines name the same thing: a reference, a group, a reference inside text. */
#ifndef RECONCILE_BY_REFERENCE_H
#define RECONCILE_BY_REFERENCE_H

#include "reconcile/pairing.h"

/* One of STAGE_REFERENCE, STAGE_GROUP, STAGE_TEXT and STAGE_DIFFERENT. */
void pair_by_reference(struct arena *a, struct pairing *p, enum pairing_stage stage);

/* Whether one of the first's references is one of the second's, or, if in_text, stands in the other's text. */
bool lines_share(const struct pairing_line *one, const struct pairing_line *other, bool in_text);

/* A line of each list without a match, of which one names what the other names, or has in its text. */
struct link {
	uint32_t first, second;
};

/* Of a reference that many lines share the first few of each list. */
size_t links_left(struct arena *a, const struct pairing *p, struct link **out);

/* The best likeness of any two of their references, or of one's to what stands in the other's text (references.h); -1
 * if there is nothing to compare. */
double lines_likeness(const struct pairing_line *one, const struct pairing_line *other);

#endif
