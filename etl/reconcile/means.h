/*
 * What sides mean by their words: [reconcile.NAME.compare.FIELD.means.SIDE].  Two words agree where one thing can be
 * meant by both; a word that is not named means itself.
 */
#ifndef RECONCILE_MEANS_H
#define RECONCILE_MEANS_H

#include "reconcile/reading.h"

/* Reads the table of sides.  The comparison's field and truth are read; means may be NULL. */
bool means_read(struct reading *r, const struct node *means, struct comparison *c) __attribute__((warn_unused_result));

/* SQL that is true where the values of a truth and a mirror, sides by index, do not agree; the rows are aliases. */
Str means_differ(struct arena *a, const struct rule *rule, const struct comparison *c, size_t truth_side,
	size_t mirror_side, const char *truth_row, const char *mirror_row);

#endif
