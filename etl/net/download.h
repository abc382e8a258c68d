/*
 * A file of any length that a system has made, fetched to an open file, in bounded memory.  What breaks off is gone on
 * from where it broke if the server can do that and says that it is still the same file, else it begins again; it is
 * whole when it has as many bytes as were announced.
 *
 * Its address may let in whoever has it: it is never shown with its query.  Nothing that tells who asks goes to it,
 * unless it lies where that may be told.  Redirects stay at its place, as elsewhere.
 */
#ifndef NET_DOWNLOAD_H
#define NET_DOWNLOAD_H

#include "net/ask.h"

struct download {
	Str url;
	bool as_us;                  /* with who asks: only where its address is at the system's base or at this place */
	Str at;                      /* "https://files.example/"; NULL: nowhere else */
	int64_t size;                /* as the system states it; -1: it does not */
	Str op;                      /* as in struct ask, for limits of requests with who asks */
	const struct paces *paces;
	struct waits *waits;
};

struct downloaded {
	struct http_head head;       /* of the answer that ended it */
	bool is_gone;                /* 403, 404, 410: the address is none any more, and nothing was written */
	uint64_t size;
	instant received;
};

/* "GET https://host/path", as messages and landings may show it. */
Str download_shown(struct arena *a, Str url);

/* Writes it to an empty open file.  ERR_TEMPORARY: not whole in all tries; ERR_INCOMPLETE: twice it is not as long as
 * it is said to be, or nothing tells where it ends; ERR_SOURCE: refused, or it leads elsewhere. */
bool asker_download(struct asker *c, struct arena *a, const struct download *d, int to, struct downloaded *came,
	struct err *e) __attribute__((warn_unused_result));

#endif
