/*
 * OAuth 1.0a (RFC 5849): each request is signed with what consumer and token share with the server.  Nothing is
 * asked for here: consumer and token were handed out by hand; a service that wants no token takes an empty one.
 * oauth_version is left out, as the RFC allows.
 */
#ifndef NET_SIGN_OAUTH1_H
#define NET_SIGN_OAUTH1_H

#include "base/err.h"
#include "base/instant.h"
#include "net/http.h"

enum oauth1_method { OAUTH1_HMAC_SHA1, OAUTH1_HMAC_SHA256 };
enum oauth1_place { OAUTH1_HEADER, OAUTH1_QUERY };

struct oauth1 {
	int method, place;           /* enum oauth1_method, oauth1_place */
	Str consumer, consumer_secret;
	Str token, token_secret;     /* empty: without a token */
	Str realm;                   /* of the header; empty: none */
};

/* The parameters that the protocol has, up to a NULL. */
extern const char *const oauth1_parameters[];

/* What is signed (3.4.1): method, address, and the parameters of query, form body and protocol in their order. */
bool oauth1_base(struct arena *a, const struct http_request *request, const struct http_fields *protocol, Str *base,
	struct err *e) __attribute__((warn_unused_result));

/* In Base64 (3.4.2). */
Str oauth1_signature(struct arena *a, const struct oauth1 *o, Str base);

/* Puts the signature into the request; the nonce is of this request alone, now in whole seconds. */
bool oauth1_sign(struct arena *a, const struct oauth1 *o, Str nonce, instant now, struct http_request *request,
	struct err *e) __attribute__((warn_unused_result));

#endif
