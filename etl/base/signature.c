#include "base/signature.h"

#include "base/base64.h"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

enum { RSA_LEAST = 2048, EC_HALF = 32, NONCE = 16 };

/* HMAC has no failure of its own: what is left is memory, or a libcrypto that cannot be loaded. */
Str mac_of(struct arena *a, enum mac_kind kind, Str key, Str bytes)
{
	const EVP_MD *digest = kind == MAC_SHA1 ? EVP_sha1() : kind == MAC_SHA256 ? EVP_sha256() : EVP_sha512();
	unsigned char *made = arena_alloc(a, EVP_MAX_MD_SIZE);
	unsigned int size = 0;

	if (!HMAC(digest, key.len > 0 ? key.at : "", (int)key.len, (const unsigned char *)(bytes.at ? bytes.at : ""),
		bytes.len, made, &size)) {
		fputs("counterfoil: libcrypto has no HMAC\n", stderr);
		_Exit(1);
	}
	return (Str){(const char *)made, size};
}

/* A key with a password is refused: nobody is there at night to be asked for it. */
static int no_password(char *room, int size, int writes, void *unused)
{
	(void)room;
	(void)size;
	(void)writes;
	(void)unused;
	return 0;
}

static void key_end(void *p)
{
	EVP_PKEY_free(p);
}

static bool key_read(struct arena *a, Str pem, EVP_PKEY **key, struct err *e)
{
	BIO *from = BIO_new_mem_buf(pem.len > 0 ? pem.at : "", (int)pem.len);

	*key = from ? PEM_read_bio_PrivateKey(from, NULL, no_password, NULL) : NULL;
	BIO_free(from);
	ERR_clear_error();
	if (!*key)
		return err_set(e, ERR_CONFIG, "the key is no private key in PEM without a password");
	arena_defer(a, key_end, *key);
	return true;
}

static bool sign(struct arena *a, EVP_PKEY *key, Str bytes, Str *signature, struct err *e)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	const unsigned char *what = (const unsigned char *)(bytes.at ? bytes.at : "");
	size_t size = 0;
	unsigned char *made = NULL;
	bool done = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1
	    && EVP_DigestSign(context, NULL, &size, what, bytes.len) == 1;

	if (done) {
		made = arena_alloc(a, size);
		done = EVP_DigestSign(context, made, &size, what, bytes.len) == 1;
	}
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	*signature = (Str){(const char *)made, size};
	return done || err_set(e, ERR_CONFIG, "the key does not sign");
}

bool signature_rsa(struct arena *a, Str pem, Str bytes, Str *signature, struct err *e)
{
	EVP_PKEY *key;

	if (!key_read(a, pem, &key, e))
		return false;
	if (!EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_get_bits(key) < RSA_LEAST)
		return err_set(e, ERR_CONFIG, "the key is no RSA key of %d bits or more", RSA_LEAST);
	return sign(a, key, bytes, signature, e);
}

/* ASN.1 to the two numbers one behind the other (RFC 7518, 3.4). */
static bool flatten(struct arena *a, Str asn1, Str *signature, struct err *e)
{
	const unsigned char *at = (const unsigned char *)asn1.at;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)asn1.len);
	unsigned char *flat = arena_alloc(a, (size_t)2 * EC_HALF);
	bool done = pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair), flat, EC_HALF) == EC_HALF
	    && BN_bn2binpad(ECDSA_SIG_get0_s(pair), flat + EC_HALF, EC_HALF) == EC_HALF;

	ECDSA_SIG_free(pair);
	*signature = (Str){(const char *)flat, (size_t)2 * EC_HALF};
	return done || err_set(e, ERR_INTERNAL, "libcrypto gave a signature that is none");
}

bool signature_ec(struct arena *a, Str pem, Str bytes, Str *signature, struct err *e)
{
	char group[32] = "";
	EVP_PKEY *key;
	Str asn1;

	if (!key_read(a, pem, &key, e))
		return false;
	if (!EVP_PKEY_is_a(key, "EC") || EVP_PKEY_get_group_name(key, group, sizeof group, NULL) != 1
	    || !text_is(text(group), S("prime256v1")))
		return err_set(e, ERR_CONFIG, "the key is no EC key of the curve P-256");
	return sign(a, key, bytes, &asn1, e) && flatten(a, asn1, signature, e);
}

bool nonce_new(struct arena *a, Str *nonce, struct err *e)
{
	char bytes[NONCE];

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return err_set(e, ERR_TEMPORARY, "the system has no random bytes to give");
	*nonce = hex_encoded(a, (Str){bytes, sizeof bytes});
	return true;
}
