/*
 * The answer to one request, whole: what paging, rules and limits look at, and what is landed.  A body that is JSON is
 * a tree too.
 */
#ifndef NET_ANSWER_H
#define NET_ANSWER_H

#include "base/instant.h"
#include "format/tree.h"
#include "net/http.h"

/* Unpacked bytes of one answer, and values of its JSON: as a tree they take about a hundred bytes each (promise 11). */
enum { ANSWER_MOST = 32 << 20, ANSWER_VALUES = 1000000 };

struct answer {
	struct http_head head;
	Str body;                    /* unpacked */
	const struct tree *tree;     /* NULL: it is no JSON */
	const char *why_no_tree;     /* what JSON it is not, if it begins like some */
	instant received;            /* when its end was there */
};

/* The first value at "header:NAME" or at a path in the body, as text; NULL if there is none. */
struct answer_place {
	Str header;                  /* NULL: in the body */
	struct path path;
};

/* "header:X-Total" or a path.  ERR_CONFIG if it is none. */
bool answer_place_parse(struct arena *a, Str written, struct answer_place *place, struct err *e)
	__attribute__((warn_unused_result));

/* What stands there: CELL_MISSING if nothing does. */
void answer_at(struct arena *a, const struct answer *answer, const struct answer_place *place, struct cell *cell);

/* What a field such as Last-Modified says (RFC 9110, 5.6.7), in whole seconds; INSTANT_NONE if it is no date. */
instant answer_date(const struct answer *answer, const char *field);

/* What the system's clock said when it answered (RFC 9110, 6.6.1), in whole seconds; INSTANT_NONE if it did not. */
instant answer_clock(const struct answer *answer);

#endif
