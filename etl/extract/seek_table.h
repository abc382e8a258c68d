/*
 * The table behind the frames of a blob: a skippable zstd frame with the packed and unpacked size of each, all numbers
 * little-endian, without checksums (zstd seekable format 0.1.1).
 *
 *	5E 2A 4D 18 │ size │ { packed, unpacked } … │ count │ 00 │ B1 EA 92 8F
 */
#ifndef EXTRACT_SEEK_TABLE_H
#define EXTRACT_SEEK_TABLE_H

#include "extract/landing.h"

struct frame {
	uint64_t offset;
	uint32_t packed, unpacked;
};

size_t seek_table_size(size_t count);

/* The bytes of the table. */
Str seek_table_write(struct arena *a, const uint32_t *packed, const struct landing_block *blocks, size_t count);

/* The frames by the bytes of a table of that many; false if they are none. */
bool seek_table_read(struct arena *a, Str table, size_t count, struct frame **frames);

#endif
