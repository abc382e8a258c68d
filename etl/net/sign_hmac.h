/*
 * A signature of one's own making, as marketplaces want it: an HMAC over a text that is put together from the request,
 * "{method}\n{path}\n{query}\n{body}\n{timestamp}", sent in fields that say what is needed to make it again.
 */
#ifndef NET_SIGN_HMAC_H
#define NET_SIGN_HMAC_H

#include "base/instant.h"
#include "base/signature.h"
#include "config/mistakes.h"
#include "net/http.h"

enum hmac_encoding { HMAC_HEX, HMAC_BASE64 };
enum hmac_clock { HMAC_SECONDS, HMAC_MILLISECONDS, HMAC_RFC3339 };

struct hmac {
	int algorithm;               /* enum mac_kind */
	int encoding, clock;         /* of {signature}, of {timestamp} */
	Str key;
	Str what;                    /* what is signed */
	struct http_fields headers;  /* names and templates, which know {signature} too; secrets are filled in */
};

/* n: of what, and the table of headers; NULL for what is not there. */
bool hmac_check(struct arena *a, const struct hmac *h, const struct node *what, const struct node *headers,
	struct mistakes *m);

bool hmac_sign(struct arena *a, const struct hmac *h, Str nonce, instant now, struct http_request *request,
	struct err *e) __attribute__((warn_unused_result));

#endif
