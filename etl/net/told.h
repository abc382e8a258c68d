/*
 * What an answer states about how fast its system may be asked: numbers and moments of headers and bodies.  They come
 * from outside: what is no number, negative or absurd is said to be that, and counts for nothing.
 */
#ifndef NET_TOLD_H
#define NET_TOLD_H

#include "net/quota.h"

/* *ignored: what means nothing, for a message, else NULL. */
void told_read(struct arena *a, const struct pace *pace, const struct answer *answer, struct told *told,
	const char **ignored);

/* From when the answer came until the moment that stands there, by the clock of whoever answers if it says what time
 * it is (RFC 9110, 6.6.1); 0 if it is past, at most RESET_MOST.  False if nothing is there, or (*ignored) nothing that
 * means anything. */
bool told_wait(struct arena *a, const struct answer *answer, const struct answer_place *place, enum reset_unit unit,
	int64_t *us, const char **ignored);

/* "s", "ms", "epoch_s", … for keys. */
extern const struct key_name told_units[];

/* A date of HTTP (RFC 9110, 5.6.7). */
bool told_http_date(struct arena *a, Str said, instant *at);

/* Retry-After: seconds, also with a fraction, or a date (RFC 9110, 10.2.3), in microseconds; INT64_MAX if that is more
 * than a number holds, -1 if the answer has none that means anything. */
int64_t told_retry_after(struct arena *a, const struct answer *answer);

#endif
