/*
 * One HTTP exchange after another over kept connections (libcurl), pulled: http_send gives the head, http_body the
 * bytes, and its empty piece means that the body was whole by its length, its chunks or its stream.  Redirects are
 * never followed here, bodies never decoded, and nothing is tried again: whoever sends decides (ask.h).
 *
 * ERR_TEMPORARY: no connection, a name that was not found, a stall, a body cut off.  ERR_SOURCE: certificates, an
 * answer that is no HTTP, an address that cannot be used.  ERR_INTERNAL: libcurl cannot do what it is told.
 * ERR_SIGNAL: one came while it waited.  Messages name the host, never the path or what was sent, in which secrets may
 * stand (promise 10).
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/err.h"
#include "base/text.h"

#include <stdint.h>

struct http_field {
	Str name, value;
};

struct http_fields {
	struct http_field *at;
	size_t count;
};

void http_fields_add(struct arena *a, struct http_fields *list, Str name, Str value);

bool http_field_is(const struct http_field *field, const char *name);

/* The value of the first field of that name, in any case; NULL if there is none. */
Str http_field(const struct http_fields *list, const char *name);

/* Files of a project, as paths; NULL: none of its own. */
struct http_trust {
	const char *ca;              /* who is believed, instead of the system's authorities */
	const char *certificate, *key;   /* of our own */
	Str proxy;                   /* through whom; may name secrets; empty: nobody; NULL: whom the environment names */
};

struct http_patience {
	int64_t connect;             /* microseconds until a connection stands (0: 30 s) */
	int64_t stall;               /* without a byte (0: 60 s) */
};

struct http;

/* Connections end with the arena. */
struct http *http_new(struct arena *a, const struct http_trust *trust, const struct http_patience *patience);

struct http_request {
	Str method, url;
	struct http_fields fields;
	Str body;                    /* NULL: none */
	bool is_bytes;               /* for ask.h: the body is kept as it is stored, and is nothing to look into */
	bool is_once;                /* over a connection of its own: libcurl sends again what a kept one has lost */
};

struct http_head {
	int status;
	struct http_fields fields;
	bool ends_itself;            /* a length, chunks or a stream show where the body ends */
};

/* Sends, and waits for the head, which lives as long as the arena.  What was left of the body before is given up. */
bool http_send(struct http *h, struct arena *a, const struct http_request *request, struct http_head *head,
	struct err *e) __attribute__((warn_unused_result));

/* The next bytes of the body, borrowed until the next call; empty at its end. */
bool http_body(struct http *h, Str *bytes, struct err *e) __attribute__((warn_unused_result));

#endif
