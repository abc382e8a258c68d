/*
 * How a system is told who asks: [system.NAME] auth = { kind = "…" }.  Values name secrets, ${secret:NAME}, which are
 * looked up when a request is made and put into that request alone: nothing that is shown or kept has been through
 * here.  Kinds are those of reference "Auth"; each is a row of one table in auth.c.
 */
#ifndef NET_AUTH_H
#define NET_AUTH_H

#include "config/keys.h"
#include "net/http.h"

enum auth_kind { AUTH_NONE, AUTH_HEADER, AUTH_QUERY, AUTH_BASIC, AUTH_BEARER };

struct auth {
	int kind;                    /* enum auth_kind */
	Str name, value;             /* HEADER, QUERY */
	Str user, password;          /* BASIC (RFC 7617) */
	Str token;                   /* BEARER (RFC 6750, 2.1) */
};

enum { AUTH_KEYS = 6 };
extern const struct key auth_keys[AUTH_KEYS];

/* What the kind needs and does not know is a mistake at n. */
bool auth_check(struct arena *a, const struct auth *auth, const struct node *n, struct mistakes *m);

/* Puts it into the request.  A secret that cannot be read is ERR_CONFIG. */
bool auth_apply(struct arena *a, const struct auth *auth, struct http_request *request, struct err *e)
	__attribute__((warn_unused_result));

#endif
