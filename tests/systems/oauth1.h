/*
 * OAuth 1.0a with HMAC-SHA256 (RFC 5849, 3.4, with the digest that Adobe's "OAuth-based authentication" asks for):
 * whether a request without a form is signed by these four secrets.
 */
#ifndef SYSTEMS_OAUTH1_H
#define SYSTEMS_OAUTH1_H

#include "http.h"

struct oauth1 {
	const char *consumer, *consumer_secret, *token, *token_secret;
	struct texts nonces;        /* that came; none is good twice */
};

/* mem outlives the request: nonces are kept. */
bool oauth1_is_signed(struct arena *mem, struct oauth1 *o, const struct request *q);

#endif
