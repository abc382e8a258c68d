/* SHA-256 (FIPS 180-4) through libcrypto: what is evidence is SHA-256.  Joining hashes are hash.h. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/arena.h"
#include "base/text.h"

struct digest {
	unsigned char bytes[32];
};

struct digester;

struct digester *digester_new(struct arena *a);
void digester_add(struct digester *d, Str s);
/* "12:" and the twelve bytes: so that no two lists of texts are the same bytes. */
void digester_add_text(struct digester *d, Str s);
/* Gives the digest of all that was added and begins anew. */
struct digest digester_end(struct digester *d);

struct digest digest_of(Str s);
bool digest_is(struct digest a, struct digest b);
/* 64 lower-case hexadecimal digits. */
char *digest_text(struct arena *a, struct digest d);
bool digest_parse(Str hex, struct digest *d);

#endif
