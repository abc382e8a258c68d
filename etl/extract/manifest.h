/*
 * The manifest of a landing: JSON of one fixed shape, members in one order, written once and never changed; its digest
 * is the seal.  Moments are RFC 3339 in UTC, digests are SHA-256 in hexadecimal, sizes are bytes.
 */
#ifndef EXTRACT_MANIFEST_H
#define EXTRACT_MANIFEST_H

#include "extract/landing.h"

Str manifest_write(struct arena *a, const struct landing *l);

/* The landing that a manifest describes, without folder, manifest and seal.  Anything but what manifest_write writes,
 * and digests that do not follow from each other, are ERR_SOURCE; the caller adds the place. */
bool manifest_read(struct arena *a, Str manifest, struct landing *l, struct err *e)
	__attribute__((warn_unused_result));

/* The digest over the parts' digests. */
struct digest manifest_content(struct arena *a, const struct landing *l);

#endif
