/*
 * How a system is told who asks: [system.NAME] auth = { kind = "…" }.  Values name secrets, ${secret:NAME}, which are
 * looked up when a request is made and put into that request alone: nothing that is shown or kept has been through
 * here.  Kinds are those of reference "Auth"; each is a row of one table in auth.c.  A kind that asks for a token first
 * is token.c's; here its request is declared.  Kinds that sign each request are auth_sign.c's.
 */
#ifndef NET_AUTH_H
#define NET_AUTH_H

#include "config/keys.h"
#include "net/http.h"

enum auth_kind {
	AUTH_NONE, AUTH_HEADER, AUTH_QUERY, AUTH_BASIC, AUTH_BEARER, AUTH_OAUTH2_CLIENT, AUTH_OAUTH2_REFRESH, AUTH_EXCHANGE,
	AUTH_OAUTH1, AUTH_HMAC, AUTH_JWT, AUTH_SIGV4,
};

enum { CLIENT_BASIC, CLIENT_BODY, CLIENT_ASSERTION };

/* Of HMAC enum mac_kind, then of tokens enum jwt_algorithm. */
enum { ALGORITHM_JWT = 16 };

/* Where a token goes; {token} stands for it. */
enum { SEND_HEADER, SEND_QUERY };

struct auth_send {
	int in;                      /* SEND_HEADER or SEND_QUERY */
	Str name, format;
};

struct auth {
	int kind;                    /* enum auth_kind */
	Str name, value;             /* HEADER, QUERY */
	Str user, password;          /* BASIC (RFC 7617) */
	Str token;                   /* BEARER (RFC 6750, 2.1) */
	Str token_url;               /* of those that ask for a token; relative to the system's base */
	Str id, secret;              /* OAUTH2_* (RFC 6749, 2.3.1) */
	int client_auth;             /* CLIENT_BASIC or CLIENT_BODY */
	Str scope, audience;
	Str refresh;                 /* OAUTH2_REFRESH: the first refresh token */
	const struct node *json, *form, *headers;  /* EXCHANGE: what is sent; OAUTH2_*: form is added */
	Str token_at, expires_at;    /* paths in the answer; "": the whole answer is the token */
	struct duration lives, margin;
	struct auth_send send;
	Str consumer, consumer_secret, token_secret, realm;     /* OAUTH1 (sign_oauth1.h); token: of it too */
	int method, place;
	int algorithm;               /* HMAC, JWT and a client's assertion */
	Str key;
	Str sign;                    /* HMAC (sign_hmac.h); headers: of it too */
	int encoding, timestamp;
	const struct node *claims, *header;      /* JWT (jwt.h), which lives and is sent as a token is */
	Str access_key, secret_key, session_token, region, service;      /* SIGV4 (sign_aws4.h) */
};

enum { AUTH_KEYS = 39 };
extern const struct key auth_keys[AUTH_KEYS];

/* What the kind needs and does not know is a mistake at n. */
bool auth_check(struct arena *a, const struct auth *auth, const struct node *n, struct mistakes *m);

/* Whether it asks for a token first; and whether it then says who it is by a token of its own. */
bool auth_has_token(const struct auth *auth);
bool auth_has_assertion(const struct auth *auth);

/* The parameters in which it stands, so that they are never shown. */
struct texts auth_parameters(struct arena *a, const struct auth *auth);

/* Puts it into the request; of a kind that asks for a token first, that one.  A secret that cannot be read is
 * ERR_CONFIG. */
bool auth_apply(struct arena *a, const struct auth *auth, Str token, struct http_request *request, struct err *e)
	__attribute__((warn_unused_result));

/* "Basic …" of a user and a password whose secrets are filled. */
Str auth_basic(struct arena *a, Str user, Str password);

#endif
