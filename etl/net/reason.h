/*
 * Why a system refuses, in its own words, for a message.  They come from outside, and may hold what was sent: secrets
 * in them, whole or in pieces, become ***, card numbers asterisks, control characters \xNN.
 */
#ifndef NET_REASON_H
#define NET_REASON_H

#include "net/answer.h"

/* Where errors of JSON stand with most systems; of a status from 400 on, else its first text; of XML and HTML their
 * texts.  Empty if nothing is said. */
Str reason_find(struct arena *a, const struct answer *answer);

/* The values of secrets by their names, and whatever else was sent of them; one that cannot be read was not sent. */
void reason_secrets(struct arena *a, const struct texts *names, struct texts *values);

/* " ("…")" of at most 200 bytes; "" of nothing. */
const char *reason_quoted(struct arena *a, Str said, const struct texts *secrets);

#endif
