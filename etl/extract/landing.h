/*
 * What extracting hands on: the bytes of one extract exactly as received, sealed.  A landing is a manifest (where each
 * part came from, when, its size, the SHA-256 of every block) and the parts' bytes as zstd frames, one a block; the
 * seal is the SHA-256 of the manifest.  Equal bytes are stored once, under their digest.  On disk:
 *
 *     landings/manifests/<system>.<extract>/<date>-<run>-<n>.json
 *     landings/blobs/ab/abcdef….zst          named by the digest of the unpacked bytes' block digests
 *
 * A landing exists when its manifest does; a blob without a manifest is rubbish of a killed run.
 */
#ifndef EXTRACT_LANDING_H
#define EXTRACT_LANDING_H

#include "base/digest.h"
#include "base/err.h"
#include "base/instant.h"

/* Unpacked bytes a block: small enough to erase or show one record, large enough to compress well. */
enum { LANDING_BLOCK = 1 << 20 };

struct landing_block {
	struct digest digest;        /* of the unpacked bytes */
	uint64_t frame_offset;       /* of the zstd frame in the blob */
	uint32_t frame_size;
	uint32_t size;               /* unpacked */
};

struct landing_part {
	Str name;                    /* file name or request, without secrets */
	Str part;                    /* the value of {part} in the source's path, empty if there is none */
	instant changed;             /* the file's own time, INSTANT_NONE if unknown */
	uint64_t size;
	struct digest digest;        /* over the block digests: equal bytes, equal digest */
	const struct landing_block *blocks;
	size_t block_count;
};

enum proof { PROOF_NONE, PROOF_TRAILER, PROOF_MANIFEST, PROOF_MARKER, PROOF_COUNT, PROOF_STRUCTURE };

struct landing {
	const char *manifest;        /* path */
	struct digest seal;
	Str extract;                 /* "shop_pl.orders" */
	date business_date;
	instant landed_at;
	instant as_of;               /* INSTANT_NONE until reading finds it (max:FIELD) */
	Str as_of_source;            /* "name", "header:…", "max:placed_at", "landed" */
	enum proof proof;
	struct texts missing_parts;  /* declared parts whose file is not there */
	struct digest content;       /* over the parts' digests: the same bytes again have the same */
	struct landing_part *parts;
	size_t part_count;
};

/* Opens a landing that was sealed before; a manifest that is not what the seal says is ERR_SOURCE. */
bool landing_open(struct arena *a, const char *manifest, struct digest seal, struct landing **l, struct err *e)
	__attribute__((warn_unused_result));

/* Bytes of one part, in order or from anywhere; each block is checked against its digest before it is given out. */
struct landing_stream;
bool landing_stream_open(struct arena *a, const struct landing *l, size_t part, struct landing_stream **s,
			 struct err *e) __attribute__((warn_unused_result));
/* The next bytes, at most a block, borrowed until the next call; empty at the end. */
bool landing_stream_next(struct landing_stream *s, Str *bytes, struct err *e) __attribute__((warn_unused_result));
bool landing_stream_seek(struct landing_stream *s, uint64_t offset, struct err *e)
	__attribute__((warn_unused_result));
uint64_t landing_stream_size(const struct landing_stream *s);

#endif
