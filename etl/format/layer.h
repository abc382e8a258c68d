/*
 * One layer of what is unpacked: it pulls from the layer below and is pulled from by the layer above.  Shared by
 * unpack.c, gzip.c, archive.c and whole.c only.
 */
#ifndef FORMAT_LAYER_H
#define FORMAT_LAYER_H

#include "base/buf.h"
#include "format/bytes.h"

struct layer;

/* The next bytes, borrowed until the next call; empty at the end. */
bool layer_pull(struct layer *l, Str *chunk, struct err *e) __attribute__((warn_unused_result));

/* For messages: "orders.zip!inner.gz", card numbers masked. */
Str layer_name(const struct layer *l);

/* The bytes below if they can be sought in, else NULL. */
struct bytes *layer_bytes(const struct layer *l);

/* gzip.c: RFC 1952 with all its checks. */
struct gzip;
struct gzip *gzip_new(struct arena *a, struct layer *below);
bool gzip_read(struct gzip *g, Str *chunk, struct err *e) __attribute__((warn_unused_result));

/* CRC-32, the checksum of gzip, zip and 7z. */
uint32_t gzip_sum(Str s);

/* archive.c: what libarchive unpacks. */
struct packed;
enum packed_kind { PACKED_ZIP, PACKED_SEVEN, PACKED_TAR, PACKED_BZIP2, PACKED_XZ, PACKED_ZSTD };

bool packed_open(struct arena *a, enum packed_kind kind, struct layer *below, struct packed **p, struct err *e)
	__attribute__((warn_unused_result));

/* whole.c: libarchive takes a zip or 7z for whole wherever in a file it lies; what stands around it would be dropped
 * without a word.  ERR_FORMAT unless it begins and ends where the bytes do; *is_empty: a zip without members, which
 * libarchive does not know. */
bool packed_is_whole(struct arena *a, enum packed_kind kind, struct bytes *from, Str name, bool *is_empty,
	struct err *e) __attribute__((warn_unused_result));

/* Goes to the next entry, a regular file or a folder; *has is false behind the last, when the end is proven. */
bool packed_next(struct packed *p, Str *name, bool *is_file, bool *has, struct err *e)
	__attribute__((warn_unused_result));

/* Content of the entry, or of the one stream of a compression. */
bool packed_read(struct packed *p, Str *chunk, struct err *e) __attribute__((warn_unused_result));

#endif
