/*
 * Unpacked bytes as UTF-8 text.  A byte order mark says what the text is and is not part of it; else it is what is
 * declared, UTF-8 if nothing is.  UTF-8 is handed on as it is, unchecked: an invalid sequence is the fault of the
 * record in which it stands; in any other character set it is an error.  Offsets count the bytes of this text (a UTF-8
 * mark included, so that they are those of the unpacked file wherever the file is UTF-8).  An XML document that neither
 * has a mark nor is declared here is read as its own first bytes say.
 */
#ifndef FORMAT_CHARS_H
#define FORMAT_CHARS_H

#include "format/unpack.h"

struct chars;

/* Reads the member on which u stands; charset is empty for UTF-8, or for what an XML declaration says if that is to be
 * looked for. */
struct chars *chars_new(struct arena *a, struct unpack *u, Str charset, bool xml);

/* The next text, borrowed until the next call; empty at the end. */
bool chars_next(struct chars *c, Str *chunk, struct err *e) __attribute__((warn_unused_result));

/* Whether there is no text at all. */
bool chars_is_empty(struct chars *c, bool *empty, struct err *e) __attribute__((warn_unused_result));

/* The offset of the first byte: 3 behind a UTF-8 mark; known once the first chunk is read. */
uint64_t chars_start(const struct chars *c);

/* The offset behind the last byte that was read. */
uint64_t chars_end(const struct chars *c);

#endif
