/*
 * Unpacks layers of archive and compression until plain content is reached: zip, tar and 7z; gzip, bzip2, xz and zstd;
 * in any nesting (zip in zip, tar.zst).  A layer is known by its first bytes, never by its name.
 *
 * A file is hostile until proven otherwise: what names a place outside (absolute, "..", a drive), is a link or a
 * device, is encrypted, cut off, has a wrong checksum, bytes behind its end, or grows past the limits, is ERR_FORMAT
 * naming the member, and nothing of it may be used.  Content is given out before its checksum can be checked, so a
 * caller commits nothing before unpack_next has said that there is no more.
 */
#ifndef FORMAT_UNPACK_H
#define FORMAT_UNPACK_H

#include "format/bytes.h"

/* Zero means the value in brackets. */
struct unpack_limits {
	uint32_t depth;          /* layers upon each other (4) */
	uint32_t entries;        /* of all archives together (100 000) */
	uint32_t ratio;          /* unpacked to packed bytes, past the first 16 MiB (1000) */
	uint64_t size;           /* unpacked bytes of one depth, all its members together (1 TiB) */
};

struct unpack;

/* member: a pattern for the names or base names of members in archives; empty for all. */
bool unpack_open(struct arena *a, struct bytes *from, const struct unpack_limits *limits, Str member,
		 struct unpack **u, struct err *e) __attribute__((warn_unused_result));

/* Goes to the next member; *has is false behind the last, when all checksums are proven.  What was not read of the
 * member before is skipped.  The name is "orders.zip!inner.zip!open.csv", or the file's own if there is no archive. */
bool unpack_next(struct unpack *u, Str *name, bool *has, struct err *e) __attribute__((warn_unused_result));

/* The next bytes of the member, borrowed until the next call; empty at its end. */
bool unpack_read(struct unpack *u, Str *chunk, struct err *e) __attribute__((warn_unused_result));

#endif
