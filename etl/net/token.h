/*
 * Tokens that are asked for before a list is: by client credentials and refresh tokens of OAuth 2.0 (RFC 6749, 4.4 and
 * 6), and by exchanges of a system's own.  One token serves all lists of a system; another one is asked for a margin
 * before it ends, and once for a request that is told that it is none.
 *
 * A refresh token may be good for one use only.  So those that follow the first one are kept in the database
 * (ops.token), sealed with the secret token_key, and are used under a lock of their account's row: two processes never
 * use one twice, and the second takes the token that the first one got.
 *
 * Threads may ask for one at once, each over a connection of its own.
 */
#ifndef NET_TOKEN_H
#define NET_TOKEN_H

#include "net/endpoint.h"

struct askers;      /* net/ask.h */

struct tokens;
struct tokens *tokens_new(struct arena *a, const struct endpoint *to, struct askers *all);

/* The token, or an empty one where none is needed; it lives as long as the try.  What cannot be reached is
 * ERR_TEMPORARY, a refusal ERR_SOURCE, both without a word of what was sent. */
bool tokens_get(struct tokens *t, struct http *http, struct arena *try, Str *token, struct err *e)
	__attribute__((warn_unused_result));

/* That token was refused: another one is asked for next time, unless one was meanwhile.  False if there is none to ask
 * for. */
bool tokens_refused(struct tokens *t, Str token);

#endif
