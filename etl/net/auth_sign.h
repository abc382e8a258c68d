/* Kinds of auth that sign what is asked (sign_oauth1.h, sign_hmac.h, sign_aws4.h), and tokens that we sign (jwt.h):
 * from what is written and its secrets to what the signers take. */
#ifndef NET_AUTH_SIGN_H
#define NET_AUTH_SIGN_H

#include "net/auth.h"
#include "net/jwt.h"
#include "net/sign_hmac.h"
#include "net/sign_oauth1.h"

/* Of every kind: what of it is signed, with what. */
bool auth_sign_check(struct arena *a, const struct auth *auth, const struct node *n, struct mistakes *m);

/* OAUTH1, HMAC or SIGV4. */
bool auth_sign(struct arena *a, const struct auth *auth, struct http_request *request, struct err *e)
	__attribute__((warn_unused_result));

/* JWT, or a client's assertion. */
bool auth_jwt(struct arena *a, const struct auth *auth, Str *token, struct err *e) __attribute__((warn_unused_result));

#endif
