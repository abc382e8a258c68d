/*
 * One request as it is declared, and as it is sent: its texts with their words filled, and what paging puts in.  What
 * tells who asks is not in here: net/ask.h adds it to what is sent, and to nothing else.
 */
#ifndef EXTRACT_REQUEST_H
#define EXTRACT_REQUEST_H

#include "extract/page.h"
#include "extract/words.h"

/* As it is written. */
struct request_text {
	Str method, path, graphql;
	bool safe;
	const struct node *query, *headers, *json, *form, *variables;
};

enum { REQUEST_KEYS = 8 };
extern const struct key request_keys[REQUEST_KEYS];    /* all but path */

struct request {
	Str method, path;
	bool safe;                   /* may be asked again */
	struct http_fields query, headers, form;
	Str graphql;                 /* NULL: none; its braces are its own */
	const struct node *json;     /* the body, or GraphQL's variables; NULL: none */
};

/* Every mistake is noted.  known: the words that its texts may name. */
bool request_read(struct arena *a, const struct node *n, const struct request_text *t, const struct texts *known,
	struct request *r, struct mistakes *m);

/* Of an answer's fields those that an auditor may ask for later. */
struct http_fields request_kept(struct arena *a, const struct http_fields *fields);

/* What is asked for the next page.  ERR_SOURCE if its address is none. */
bool request_ask(struct arena *a, const struct request *r, const struct endpoint *to, const struct words *words,
	const struct turn *turn, struct ask *ask, struct err *e) __attribute__((warn_unused_result));

#endif
