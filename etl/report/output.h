/*
 * A file of a report, written beside its final name in bounded memory and visible whole or not at all.  A file that is
 * already there must have the same bytes: a report is never written over.
 */
#ifndef REPORT_OUTPUT_H
#define REPORT_OUTPUT_H

#include "base/buf.h"
#include "base/err.h"

struct output {
	struct arena *a;
	struct buf *b;               /* what is not yet in the file */
	int fd;                      /* -1: the buffer alone is wanted */
	const char *path, *aside;
};

bool output_open(struct arena *a, const char *path, struct output **o, struct err *e)
	__attribute__((warn_unused_result));

/* Into a buffer of the caller's. */
struct output *output_into(struct arena *a, struct buf *b);

/* Moves what is in the buffer to the file once it is much. */
bool output_spill(struct output *o, struct err *e) __attribute__((warn_unused_result));

bool output_keep(struct output *o, struct err *e) __attribute__((warn_unused_result));

#endif
