#include "base/digest.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

struct digester {
	EVP_MD_CTX *context;
	EVP_MD *sha256;
};

/* SHA-256 has no failure of its own: what is left is memory, or a libcrypto that cannot be loaded. */
static void must(bool done)
{
	if (!done) {
		fputs("counterfoil: libcrypto has no SHA-256\n", stderr);
		_Exit(1);
	}
}

static void finish(void *subject)
{
	struct digester *d = subject;

	EVP_MD_CTX_free(d->context);
	EVP_MD_free(d->sha256);
}

struct digester *digester_new(struct arena *a)
{
	struct digester *d = arena_new_of(a, struct digester);

	arena_defer(a, finish, d);
	d->context = EVP_MD_CTX_new();
	d->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	must(d->context && d->sha256 && EVP_DigestInit_ex2(d->context, d->sha256, NULL));
	return d;
}

void digester_add(struct digester *d, Str s)
{
	if (s.len > 0)
		must(EVP_DigestUpdate(d->context, s.at, s.len));
}

void digester_add_text(struct digester *d, Str s)
{
	char size[32];

	digester_add(d, (Str){size, (size_t)snprintf(size, sizeof size, "%zu:", s.len)});
	digester_add(d, s);
}

struct digest digester_end(struct digester *d)
{
	struct digest result;

	must(EVP_DigestFinal_ex(d->context, result.bytes, NULL)
	     && EVP_DigestInit_ex2(d->context, d->sha256, NULL));
	return result;
}

struct digest digest_of(Str s)
{
	struct digest result;

	must(EVP_Digest(s.at ? s.at : "", s.len, result.bytes, NULL, EVP_sha256(), NULL));
	return result;
}

bool digest_is(struct digest a, struct digest b)
{
	return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

char *digest_text(struct arena *a, struct digest d)
{
	static const char hex[] = "0123456789abcdef";
	char *out = arena_raw(a, 2 * sizeof d.bytes + 1);

	for (size_t i = 0; i < sizeof d.bytes; i++) {
		out[2 * i] = hex[d.bytes[i] >> 4];
		out[2 * i + 1] = hex[d.bytes[i] & 15];
	}
	out[2 * sizeof d.bytes] = '\0';
	return out;
}

bool digest_parse(Str hex, struct digest *d)
{
	struct digest result;

	if (hex.len != 2 * sizeof result.bytes)
		return false;
	for (size_t i = 0; i < sizeof result.bytes; i++) {
		int high = byte_hex(hex.at[2 * i]), low = byte_hex(hex.at[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		result.bytes[i] = (unsigned char)(high * 16 + low);
	}
	*d = result;
	return true;
}
