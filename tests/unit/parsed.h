/* A configuration in a test's own text. */
#ifndef UNIT_PARSED_H
#define UNIT_PARSED_H

#include "config/toml.h"
#include "tap.h"

#include <stdlib.h>

/* The whole tree; what is no TOML ends the program. */
static inline struct node *parsed(struct arena *a, const char *file, const char *source)
{
	struct err e = {0};
	struct node *root = NULL;

	if (!toml_read(a, file, text(source), &root, &e)) {
		printf("Bail out! %s\n", e.message);
		exit(1);
	}
	return root;
}

#endif
