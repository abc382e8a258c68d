/* A request as a vendor sees it, and what it answers.  Texts live in the request's arena. */
#ifndef SYSTEMS_HTTP_H
#define SYSTEMS_HTTP_H

#include "faults.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

struct pair {
	Str name, value;
};

struct pairs {
	struct pair *at;
	size_t count;
};

struct request {
	struct arena *mem;
	Str method, path, body, host;
	struct pairs query, headers;
	enum fault_kind fault;      /* what the vendor plays; faults of the transfer are not its own */
	int64_t now;                /* milliseconds that never go back */
};

struct reply {
	unsigned status;
	const char *type;           /* static */
	Str body;
	struct pairs headers;
	bool beyond_rate;           /* refused for the documented rate */
	bool refused;               /* refused for its credentials */
	bool elsewhere;             /* given at another name of this host, where no secret belongs */
	bool fault_idle;            /* the vendor's answer had nothing that the fault could have changed */
};

void pairs_add(struct arena *a, struct pairs *list, Str name, Str value);

/* The first of this name; of headers by any case.  NULL if there is none. */
const struct pair *pairs_find(const struct pairs *list, Str name);
const struct pair *header_find(const struct pairs *headers, const char *name);

/* With + and %XX decoded. */
Str form_decoded(struct arena *a, Str s);

/* With %XX for all but letters, digits and -_.~$' */
void form_encode(struct buf *out, Str s);

/* "a=b&c=d", with + and %XX decoded. */
struct pairs form_read(struct arena *a, Str form);

/* "scheme secret" of Authorization; empty if it is of another scheme or absent. */
Str header_authorization(const struct request *q, const char *scheme);

char *base64_text(struct arena *a, Str s);

/* Empty if it is none. */
Str base64_read(struct arena *a, Str s);

#endif
