/*
 * TOML 1.0 (toml.io) to a tree, through toml++, which stands in toml.cc alone.  Its tables are sorted by name and its
 * floats are doubles; the tree has the order of the file and the source text instead.
 */
#ifndef CONFIG_TOML_H
#define CONFIG_TOML_H

#include "base/err.h"
#include "config/node.h"

/* file is for messages and is kept, not opened.  A syntax error is ERR_CONFIG "file:line:column: fact"; *root then is a
 * node at that place whose text is the fact. */
bool toml_read(struct arena *a, const char *file, Str text, struct node **root, struct err *e)
	__attribute__((warn_unused_result));

#endif
