/*
 * Secrets that must be kept: sealed with AES-256 in GCM (NIST SP 800-38D), which also proves that nothing was changed
 * and that a seal is not used in another's place.  A sealed text is its nonce (12 bytes, random), what was sealed, and
 * the tag (16 bytes).
 */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include "base/digest.h"
#include "base/err.h"

/* key: any text; its SHA-256 is the key.  place: what it belongs to, which is needed to open it and is not in it. */
Str sealed(struct arena *a, Str key, Str place, Str plain);

/* ERR_CONFIG without a word of it: another key, another place, or changed bytes. */
bool seal_open(struct arena *a, Str key, Str place, Str sealed, Str *plain, struct err *e)
	__attribute__((warn_unused_result));

#endif
