/*
 * What differs from one place to the next and is no secret, such as the port of a test system: in the texts of a
 * [system.…] ${env:NAME} is the variable NAME that the program was started with, ${env:NAME:otherwise} what stands
 * there where it is not set, or empty.  A value is shown like any other text; what is secret is a secret
 * (config/secret.h).
 *
 * Elsewhere it has no meaning: maps and rules are the same wherever they run.
 */
#ifndef CONFIG_VARIABLES_H
#define CONFIG_VARIABLES_H

#include "config/mistakes.h"

/* False if a variable that a text needs is not set. */
bool variables_fill(struct arena *a, struct node *root, struct mistakes *m);

#endif
