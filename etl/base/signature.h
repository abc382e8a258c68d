/*
 * What proves who signed: HMAC (RFC 2104), RSASSA-PKCS1-v1_5 and ECDSA on P-256, both over SHA-256 (RFC 7518, 3.3 and
 * 3.4), through libcrypto.  Bytes in, bytes out: how they are written is for whoever signs (base64.h).  No message
 * quotes a key.
 */
#ifndef BASE_SIGNATURE_H
#define BASE_SIGNATURE_H

#include "base/err.h"
#include "base/text.h"

enum mac_kind { MAC_SHA1, MAC_SHA256, MAC_SHA512 };

Str mac_of(struct arena *a, enum mac_kind kind, Str key, Str bytes);

/* key: a private key in PEM (PKCS#1, PKCS#8 or SEC 1) without a password.  RSA: of 2048 bits or more; EC: of P-256,
 * whose signature is r and s, 32 bytes each.  A key that is none of them is ERR_CONFIG. */
bool signature_rsa(struct arena *a, Str key, Str bytes, Str *signature, struct err *e)
	__attribute__((warn_unused_result));
bool signature_ec(struct arena *a, Str key, Str bytes, Str *signature, struct err *e)
	__attribute__((warn_unused_result));

/* 32 hexadecimal digits that nobody can guess: what makes one request unlike any other. */
bool nonce_new(struct arena *a, Str *nonce, struct err *e) __attribute__((warn_unused_result));

#endif
