/*
 * Unpacks and checks the next block of a blob in a second thread, while the caller works on the one before.
 *
 *	caller: read n ─── work on n ─── read n+1 ─── work on n+1 …
 *	              └▶ thread: n+1 ──┘        └▶ thread: n+2
 *
 * The thread starts once a block follows the one before it: whoever wants a single record has no use for it.  While it
 * runs, the blob is the thread's alone.
 */
#ifndef EXTRACT_AHEAD_H
#define EXTRACT_AHEAD_H

#include "extract/blob.h"

struct ahead;

struct ahead *ahead_new(struct arena *a, struct blob *b, size_t block_count);

/* As blob_read: one block, checked against its digest; borrowed until the next call. */
bool ahead_read(struct ahead *h, size_t block, Str *bytes, struct err *e) __attribute__((warn_unused_result));

#endif
