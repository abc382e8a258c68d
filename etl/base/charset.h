/*
 * Text of any character set that iconv knows, as UTF-8, as it streams in: a character that is cut at the end of one
 * piece is kept for the next.  Nothing is replaced or left out: what is not of the character set is an error with its
 * place.  A byte order mark at the beginning is dropped; UTF-16 without one is little-endian here.
 */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include "base/buf.h"
#include "base/err.h"

struct charset;

/* False only if iconv says that it does not know it; what keeps it from being opened now is told by charset_open. */
bool charset_is_known(Str name);

/* A usual character set whose name is near, NULL if none is. */
const char *charset_nearest(struct arena *a, Str name);

/* name: "windows-1252", "UTF-16", "iso-8859-2", …; ERR_CONFIG if iconv does not know it, ERR_SOURCE if it
 * cannot be opened. */
bool charset_open(struct arena *a, Str name, struct charset **c, struct err *e) __attribute__((warn_unused_result));

/* Appends the UTF-8 of in, the next piece, to out; last says that no piece follows.  ERR_FORMAT with the offset, in
 * bytes from the first piece on, of what is no such text or is cut off at the end, or if out is full. */
bool charset_next(struct charset *c, Str in, bool last, struct buf *out, struct err *e)
	__attribute__((warn_unused_result));

#endif
