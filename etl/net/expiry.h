/*
 * What ends one day and must be renewed before: what a system is declared to have (expires = { … }), our own
 * certificate, and what its answers announce: Sunset (RFC 8594), Deprecation (RFC 9745), X-Shopify-API-Deprecated-
 * Reason.
 */
#ifndef NET_EXPIRY_H
#define NET_EXPIRY_H

#include "base/calendar.h"
#include "net/answer.h"

struct expiry {
	Str system, what;            /* "shop_de", "client certificate" */
	date on;                     /* the last day on which it may be used; DATE_NONE: it did not say */
};

struct expiries {
	struct expiry *at;
	size_t count;
};

/* Once each; of what is there already the earlier date counts. */
void expiries_add(struct arena *a, struct expiries *list, Str system, Str what, date on);

/* What an answer announces of the place that gave it. */
void expiries_heed(struct arena *a, struct expiries *list, Str system, const struct answer *answer);

#endif
