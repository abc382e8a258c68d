/*
 * Systems that are like a kind: for each [system.X] with like = "K", what [kind.K] says and X does not, tables deeply,
 * becomes X's; each [kind.K.extract.E] likewise becomes [extract.X.E].
 *
 * A kind's texts may leave gaps, ${name}, which each system fills by its own set = { name = "…" }; ${system} is its
 * name.  So a second shop is its like, its set, and the secrets that are named after it: ${secret:${system}_token}.
 */
#ifndef CONFIG_LIKE_H
#define CONFIG_LIKE_H

#include "config/mistakes.h"

/* False if anything was a mistake. */
bool like_fill(struct arena *a, struct node *root, struct mistakes *m);

#endif
