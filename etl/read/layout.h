/*
 * Where fields of fixed width stand, as a format declares it: fields = { sku = [1, 12], qty = { start = 13, length = 8,
 * trim = "left", pad = "0" } }; places and lengths from 1, in the units of the format.
 */
#ifndef READ_LAYOUT_H
#define READ_LAYOUT_H

#include "config/keys.h"
#include "format/fixed.h"

/* Fills the list; every mistake is noted.  The table may be NULL. */
bool layout_fields(struct arena *a, const struct node *table, const char *name, struct fixed_fields *fields,
	struct mistakes *m);

#endif
