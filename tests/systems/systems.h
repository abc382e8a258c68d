/* What the server, which speaks HTTP, and the vendors, who do not, know of each other. */
#ifndef SYSTEMS_SYSTEMS_H
#define SYSTEMS_SYSTEMS_H

#include "data.h"
#include "http.h"

/* So many calls in so many milliseconds, counted in a window that slides; refused calls are not counted. */
struct rate {
	int64_t *at;
	size_t calls, next;
	int64_t per;
};

void rate_init(struct arena *a, struct rate *rate, size_t calls, int64_t per);

void rate_forget(struct rate *rate);

/* False if this call is one too many. */
bool rate_take(struct rate *rate, int64_t now);

/* The plan of a shop says how fast its bucket fills. */
struct settings {
	int64_t shopify_restore;    /* points a second; the bucket holds twenty times as many */
	int64_t token_life;         /* seconds */
	int64_t page_most;          /* of Business Central, which may give less than was asked for; 0: its own 20,000 */
};

struct systems {
	struct arena *mem;
	struct settings settings;
	struct world *world;
	struct held held;
	unsigned port;
	void **own;                 /* each vendor's own, by its place in the table; NULL until it is asked */
};

struct vendor {
	const char *name;
	/* Fills its lists, and gives what it keeps. */
	void *(*open)(struct systems *s);
	/* Which of its routes it is, "stripe/charges"; empty if the path is none of its own. */
	Str (*route)(const struct request *q);
	void (*answer)(struct systems *s, void *own, const struct request *q, struct reply *r);
	/* Forgets what requests did to it: tokens, keys that expired, rates. */
	void (*renew)(void *own);
	/* Its answer to a request that it refuses with this status, 401, 429, 500 or 503, body and headers. */
	void (*refuse)(const struct request *q, unsigned status, struct reply *r);
};

extern const struct vendor woocommerce, magento, quickbooks, square, hubspot, zendesk, klaviyo, akeneo;

/* What Stripe holds: stripe_data.c. */
void stripe_hold(struct systems *s);
const char *stripe_charge_of(struct systems *s, const struct sale *sale);

extern const struct vendor stripe, shopify, business_central;
extern const struct vendor paypal, adyen, amazon, ups, shipstation, shipbob, shiphero, loyalty;

/* Ready answers. */
void reply_json(struct reply *r, unsigned status, Str body);

#endif
