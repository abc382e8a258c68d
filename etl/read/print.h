/*
 * The records that a reader sees, as JSON lines: for writing maps, and for looking at what was refused.
 */
#ifndef READ_PRINT_H
#define READ_PRINT_H

#include "read/reader.h"

#include <stdio.h>

/* Reads to the end, or to most records (0: all), a line each: {"member":…,"record":…,"line":…,"offset":…,"fault":…,
 * "data":…}; data is an object by column, the JSON itself, or the XML with @attributes and #text.  The reader must have
 * been opened without wanted paths. */
bool read_print(struct arena *a, struct reader *r, uint64_t most, FILE *out, struct err *e)
	__attribute__((warn_unused_result));

#endif
