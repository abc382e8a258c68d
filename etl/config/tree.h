/*
 * A project's configuration as one tree: jobs.toml and the files that it includes.  Tables of one name in several files
 * are one table; a value is written once, and the second place is a mistake that names the first.  Every node keeps
 * the place where it was written, also what a system takes from the kind that it is like.
 */
#ifndef CONFIG_TREE_H
#define CONFIG_TREE_H

#include "config/mistakes.h"

/* The default of [counterfoil] include: globs relative to the project's folder, as all file names in messages are. */
#define TREE_INCLUDE "jobs/*.toml, jobs/*/*.toml"

/* Reads folder/jobs.toml and its includes, in the order of their names, merges them, lays the environment over them
 * (environment.h; empty: none) and fills in likes.  False if anything was a mistake; *root then holds what could be
 * read. */
bool tree_read(struct arena *a, const char *folder, Str environment, struct node **root, struct mistakes *m);

#endif
