/*
 * A moving view of a text: the records of one batch borrow from it, and it moves only between batches.  Behind the text
 * stand WINDOW_PADDING bytes of zero, so that scanning may look at whole vectors and sees the same each time.  Text
 * that came before the rest failed is there first, however much is read at once.
 */
#ifndef FORMAT_WINDOW_H
#define FORMAT_WINDOW_H

#include "base/buf.h"
#include "format/chars.h"

enum { WINDOW_FILL = 1 << 20, WINDOW_PADDING = 64 };

/* Those bytes behind a text; false past its limit. */
bool window_pad(struct buf *text);

/* No record is longer, and no text between records that must be kept. */
enum { RECORD_LIMIT = 64 << 20 };

struct window {
	struct chars *from;
	Str pending;                 /* of the chunk last read, what is not in the buffer yet */
	struct buf *text;
	uint64_t offset;             /* of the buffer's first byte in the whole text */
	size_t fill;
	bool ended;
	struct err failed;           /* what comes behind the text that is here */
};

/* fill: how many bytes to read at once, 0 for WINDOW_FILL. */
struct window *window_new(struct arena *a, struct chars *from, size_t fill);

/* Lets go of what stands before keep and reads on: at least as much as is kept, so that a long record is scanned again
 * only a few times.  ERR_FORMAT if more than RECORD_LIMIT bytes are kept. */
bool window_more(struct window *w, size_t keep, struct err *e) __attribute__((warn_unused_result));

#endif
