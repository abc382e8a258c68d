/*
 * What other extracts of a landing read of the same rows: an order's lines are no members that nobody wants.
 */
#ifndef RUN_ELSEWHERE_H
#define RUN_ELSEWHERE_H

#include "map/map.h"
#include "run/project.h"

/* Adds their paths, from a row of x on. */
void elsewhere_find(struct arena *a, const struct project *p, const struct extract *x, struct map_about *about);

#endif
