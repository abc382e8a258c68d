/*
 * JSON Web Tokens (RFC 7519) in the compact form of RFC 7515, signed with HS256, RS256 or ES256 (RFC 7518, 3): a system
 * is told with each request who asks, in words that end by themselves.  Claims and header are tables of the
 * configuration whose texts know {now} and {expires}, which alone are numbers, {id}, and secrets; "iat" and "exp" are
 * there always.
 */
#ifndef NET_JWT_H
#define NET_JWT_H

#include "base/instant.h"
#include "config/mistakes.h"

enum jwt_algorithm { JWT_HS256, JWT_RS256, JWT_ES256 };

struct jwt {
	int algorithm;               /* enum jwt_algorithm */
	Str key;                     /* HS256: the secret's bytes; else a private key in PEM */
	const struct node *claims, *header;      /* tables; header may be NULL */
	int64_t lifetime;            /* microseconds */
};

/* Unknown words, and what has no form in JSON, are mistakes. */
bool jwt_check(struct arena *a, const struct jwt *j, struct mistakes *m);

/* id: of this token alone. */
bool jwt_make(struct arena *a, const struct jwt *j, Str id, instant now, Str *token, struct err *e)
	__attribute__((warn_unused_result));

/* Header and claims as they are, signed. */
bool jwt_signed(struct arena *a, const struct jwt *j, Str header, Str claims, Str *token, struct err *e)
	__attribute__((warn_unused_result));

#endif
