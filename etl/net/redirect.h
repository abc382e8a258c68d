/*
 * Where an answer leads (RFC 9110, 15.4): from one place of the same server to another, never to another server, which
 * would be told who asks.
 */
#ifndef NET_REDIRECT_H
#define NET_REDIRECT_H

#include "net/http.h"

/* How often one request is led on. */
enum { REDIRECTS = 5 };

bool redirect_is(int status);

/* From *url, as the head says, to what *url becomes; ERR_SOURCE if it leads nowhere or to another place. */
bool redirect_follow(struct arena *a, const struct http_head *head, Str *url, struct err *e)
	__attribute__((warn_unused_result));

/* Always false: it was led on too often. */
bool redirect_is_endless(struct err *e);

#endif
