/*
 * Environments: [environment.NAME] holds what is otherwise there, table for table, [environment.test.system.shop_de]
 * over [system.shop_de].  What an environment works on is its own, whether it says so or not: unless it names others,
 * its database is an embedded one, which lies with its landings and reports under var/NAME; and wherever the project
 * writes ${secret:X}, it is the secret NAME_X.
 */
#ifndef CONFIG_ENVIRONMENT_H
#define CONFIG_ENVIRONMENT_H

#include "base/buf.h"
#include "config/mistakes.h"

/* Lays the named one over the rest of the tree (name empty: none).  False if anything was a mistake, also in another
 * environment. */
bool environment_lay(struct arena *a, struct node *root, Str name, struct mistakes *m);

/* The folder of what a project keeps, from its own: "var", of an environment "var/NAME". */
const char *environment_home(struct arena *a, Str name);

/* Small letters, digits, "_" and "-", a letter first: it names folders and secrets. */
bool environment_name(Str name);

void environment_describe(struct buf *b);

#endif
