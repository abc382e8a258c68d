#include "base/seal.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>

enum { NONCE = 12, TAG = 16 };

/* What is left of its failures is memory, or a libcrypto that has no AES. */
static void must(bool done)
{
	if (!done) {
		fputs("counterfoil: libcrypto has no AES-256-GCM\n", stderr);
		_Exit(1);
	}
}

static const unsigned char *bytes(Str s)
{
	return (const unsigned char *)s.at;
}

static EVP_CIPHER_CTX *begin(Str key, const unsigned char *nonce, int seals)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	struct digest k = digest_of(key);

	must(c && EVP_CipherInit_ex(c, EVP_aes_256_gcm(), NULL, k.bytes, nonce, seals));
	return c;
}

Str sealed(struct arena *a, Str key, Str place, Str plain)
{
	unsigned char *out = arena_alloc(a, NONCE + plain.len + TAG);
	EVP_CIPHER_CTX *c;
	int n;

	must(RAND_bytes(out, NONCE) == 1);
	c = begin(key, out, 1);
	must(EVP_CipherUpdate(c, NULL, &n, bytes(place), (int)place.len)
	    && EVP_CipherUpdate(c, out + NONCE, &n, bytes(plain), (int)plain.len)
	    && EVP_CipherFinal_ex(c, out + NONCE + n, &n)
	    && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, out + NONCE + plain.len));
	EVP_CIPHER_CTX_free(c);
	return (Str){(const char *)out, NONCE + plain.len + TAG};
}

bool seal_open(struct arena *a, Str key, Str place, Str s, Str *plain, struct err *e)
{
	size_t length = s.len > NONCE + TAG ? s.len - NONCE - TAG : 0;
	unsigned char *out = arena_alloc(a, length + 1), tag[TAG];
	EVP_CIPHER_CTX *c;
	bool good;
	int n;

	if (s.len < NONCE + TAG)
		return err_set(e, ERR_CONFIG, "what is sealed is too short");
	c = begin(key, bytes(s), 0);
	memcpy(tag, s.at + NONCE + length, TAG);
	must(EVP_CipherUpdate(c, NULL, &n, bytes(place), (int)place.len)
	    && EVP_CipherUpdate(c, out, &n, bytes(s) + NONCE, (int)length)
	    && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG, tag));
	good = EVP_CipherFinal_ex(c, out + n, &n) == 1;
	EVP_CIPHER_CTX_free(c);
	*plain = (Str){(const char *)out, length};
	return good || err_set(e, ERR_CONFIG, "what is sealed cannot be opened with this key");
}
