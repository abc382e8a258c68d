/*
 * Names that are tables and columns of Postgres: what cannot be one is a mistake of the configuration, found before
 * anything is staged.
 */
#ifndef RUN_NAMES_H
#define RUN_NAMES_H

#include "run/project.h"

/* Notes what the project's datasets cannot be made of; false if there is something.  root: the whole configuration. */
bool names_check(struct arena *a, const struct project *p, const struct node *root, struct mistakes *m);

#endif
