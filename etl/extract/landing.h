/*
 * What extracting hands on: the bytes of one extract exactly as received, sealed.  A landing is a manifest (where each
 * part came from, when, its size, the SHA-256 of every block) and the parts' bytes as zstd frames, one a block; the
 * seal is the SHA-256 of the manifest.  Equal bytes are stored once, under their digest.  On disk:
 *
 *     landings/manifests/<system>.<extract>/<date>-<run>-<n>.json
 *     landings/blobs/ab/abcdef….zst          named by the digest of the unpacked bytes' block digests
 *     landings/blobs/tmp/                    what is being written; landing_sweep removes what killed runs left
 *     landings/slices/<system>.<extract>     what came whole of a landing that is not sealed yet (kept.h)
 *
 * A landing exists when its manifest does, and that is written last.  `zstd -d` unpacks a blob.
 */
#ifndef EXTRACT_LANDING_H
#define EXTRACT_LANDING_H

#include "base/digest.h"
#include "base/err.h"
#include "base/instant.h"
#include "net/http.h"

/* Unpacked bytes a block: small enough to erase or show one record, large enough to compress well.  All blocks of a
 * part but the last are full. */
enum { LANDING_BLOCK = 1 << 20 };

struct landing_block {
	struct digest digest;        /* of the unpacked bytes */
	uint32_t size;               /* unpacked */
};

struct landing_part {
	Str name;                    /* file, relative to the project, card numbers masked; or request without secrets */
	Str part;                    /* the value of {part} in the source's path, empty if there is none */
	instant changed;             /* the file's own time, or when an answer came; INSTANT_NONE if unknown */
	Str sent;                    /* the body of a request, without secrets; NULL: none */
	int status;                  /* of an answer; 0: a file */
	struct http_fields fields;   /* and those of its headers that are kept */
	bool is_counted;             /* the system states how many records it holds, */
	uint64_t stated;             /* so many; of JSON lines so many lines */
	uint64_t size;
	struct digest digest;        /* over the block digests: equal bytes, equal digest */
	const struct landing_block *blocks;
	size_t block_count;
};

enum proof { PROOF_NONE, PROOF_TRAILER, PROOF_MANIFEST, PROOF_MARKER, PROOF_COUNT, PROOF_STRUCTURE, PROOF_PAGES,
	PROOF_REPORT, PROOFS };

/* As it is written in a configuration: "trailer". */
const char *proof_name(enum proof p);

/* What was asked to have a report made, or how many records there are: no part, but how the parts came to be. */
struct landing_step {
	Str request;                 /* without secrets */
	Str sent;                    /* its body, without secrets; NULL: none */
	int status;                  /* of the answer */
	instant at;                  /* when that came */
	Str says;                    /* what the system says of the report; empty: nothing */
};

struct landing {
	const char *folder;          /* landings/ */
	const char *manifest;        /* within the folder: manifests/shop.orders/2026-03-31-7-1.json */
	struct digest seal;
	Str extract;                 /* "shop_pl.orders" */
	date business_date;
	instant landed_at;
	instant as_of;               /* INSTANT_NONE until reading finds it (header, max) */
	Str as_of_source;            /* "name", "header:…", "max:placed_at", "landed" */
	enum proof proof;            /* MARKER and MANIFEST were proven; TRAILER, COUNT, STRUCTURE are for the reader to */
	struct texts missing_parts;  /* declared parts whose file is not there */
	Str cursor;                  /* where an incremental extract is to be read on; empty: it is none */
	bool in_full;                /* though incremental, all of it was read: what it lacks is gone */
	struct texts skipped;        /* what was asked for and is not there, by a rule that says so */
	uint64_t resumed;            /* slices that an earlier run got, which was not sealed, */
	instant resumed_from;        /* and when the oldest such run began */
	struct landing_step *steps;
	size_t step_count;
	struct digest content;       /* over the parts' digests: the same bytes again have the same */
	struct landing_part *parts;
	size_t part_count;
	const char *lacks;           /* why a part that is there counts as missing; NULL if none does.  Not kept */
};

/* Opens a landing that was sealed before, from the folder of landings; a manifest that is not what the seal says is
 * ERR_SOURCE. */
bool landing_open(struct arena *a, const char *folder, Str manifest, struct digest seal, struct landing **l,
	struct err *e) __attribute__((warn_unused_result));

/* What people call a part: a file by its name, an answer by its number, "answer 3 of 12", and the value it was
 * asked for, "answer 3 of 12, for 4711"; its whole request stands in the manifest. */
Str landing_part_title(struct arena *a, const struct landing *l, size_t part);

/* Bytes of one part, in order or from anywhere; each block is checked against its digest before it is given out.  A
 * blob that is missing or damaged is ERR_SOURCE and names file and block. */
struct landing_stream;
bool landing_stream_open(struct arena *a, const struct landing *l, size_t part, struct landing_stream **s,
			 struct err *e) __attribute__((warn_unused_result));
/* The next bytes, at most a block, borrowed until the next call; empty at the end. */
bool landing_stream_next(struct landing_stream *s, Str *bytes, struct err *e) __attribute__((warn_unused_result));
/* Goes on from that byte of the part; past its end is ERR_INTERNAL. */
bool landing_stream_seek(struct landing_stream *s, uint64_t offset, struct err *e)
	__attribute__((warn_unused_result));
uint64_t landing_stream_size(const struct landing_stream *s);

#endif
