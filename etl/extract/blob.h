/*
 * A part's bytes on disk: zstd frames, one a block, and behind them a seek table as the zstd seekable format describes
 * it (a skippable frame; facebook/zstd, contrib/seekable_format), so that a blob is read without anything beside it
 * and `zstd -d` reads it too.  Blobs are named by content: landings/blobs/ab/abcdef….zst, where the name is the SHA-256
 * over the SHA-256 of each block.
 */
#ifndef EXTRACT_BLOB_H
#define EXTRACT_BLOB_H

#include "extract/landing.h"

char *blob_path(struct arena *a, const char *landings, struct digest digest);

/* The digest that names the blob of these blocks. */
struct digest blob_digest(struct arena *a, const struct landing_block *blocks, size_t count);

/* ── writing, one blob after another ───────────────────────────────────────────────────────────────────────────── */

struct blob_writer;

bool blob_writer_open(struct arena *a, const char *landings, struct blob_writer **w, struct err *e)
	__attribute__((warn_unused_result));

/* What follows is a new blob.  With whole, the plain SHA-256 of all bytes is wanted too (what sha256sum prints). */
bool blob_begin(struct blob_writer *w, bool whole, struct err *e) __attribute__((warn_unused_result));

/* Room for a block; then how many bytes of it count: LANDING_BLOCK, but for the last block of a blob. */
char *blob_room(struct blob_writer *w);
bool blob_put(struct blob_writer *w, size_t size, struct err *e) __attribute__((warn_unused_result));

/* Puts the blob in place, unless the same bytes lie there already; fills size, digest and blocks (in the arena)
 * of the part, and *whole if that was asked for. */
bool blob_end(struct arena *a, struct blob_writer *w, struct landing_part *part, struct digest *whole, struct err *e)
	__attribute__((warn_unused_result));

/* Gives up the blob that was begun; after any failure, before the arena ends. */
void blob_abandon(struct blob_writer *w);

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

struct blob;

/* Missing, or not as long and as parted as its blocks say: ERR_SOURCE. */
bool blob_open(struct arena *a, const char *landings, const struct landing_part *part, struct blob **b, struct err *e)
	__attribute__((warn_unused_result));

/* One block, checked against its digest; borrowed until the call after the next, so that one may be read ahead. */
bool blob_read(struct blob *b, size_t block, Str *bytes, struct err *e) __attribute__((warn_unused_result));

#endif
