/*
 * One request until it is answered: paced, with who asks put in, tried again as the rules and the answers say.
 *
 *	request ─▶ pace ─▶ auth ─▶ http ─▶ whole answer ─▶ rules ─┬▶ an action for whoever asked
 *	             ▲                                            │
 *	             └────── pause: the rule's, Retry-After ──────┘ retry, rate_limited
 *
 * Only what may be asked twice is tried again after it was sent: GET, HEAD, and what the configuration calls safe.
 * Redirects stay at the place that was asked; to another they are an error, so that no secret follows them.
 */
#ifndef NET_ASK_H
#define NET_ASK_H

#include "db/pg.h"
#include "net/endpoint.h"

/* What all requests say that asks. */
#define USER_AGENT "counterfoil/" VERSION

struct asker;

/* One for each system that is asked, as long as the arena lives: limits and connections are for all its lists. */
struct askers;

/* beside: the session of whoever asks.  What processes share of an account is written in sessions of their own beside
 * it, which are opened when they are first needed: limits in one that waits for no disk (pool.h), tokens in
 * askers_session.  NULL: there is none; limits are this process's own, and askers_session fails with ERR_USAGE. */
struct askers *askers_new(struct arena *a, const struct pg *beside);
struct asker *askers_of(struct askers *all, const struct endpoint *endpoint);
bool askers_session(struct askers *all, struct pg **pg, struct err *e) __attribute__((warn_unused_result));

/* Another one of the same system, which a thread of its own may use at the same time: limits and the token are one's
 * for both, connections are its own. */
struct asker *asker_beside(struct asker *c);

/* What the answers of this run have announced the end of. */
const struct expiries *askers_expiries(const struct askers *all);

struct ask {
	struct http_request request;     /* without who asks */
	const struct rules_on *rules;    /* of the extract; NULL: none */
	const struct paces *paces;       /* of the extract; NULL: none */
	Str op;                          /* the extract's name, for limits of each list */
	struct waits *waits;             /* gets longer; NULL: nobody asks */
	int at_once;                     /* so many are: each answer may have its share of what one may; 0: one alone */
	bool is_safe;                    /* a POST that changes nothing */
	bool is_explained;               /* whoever asks reads from a refusal itself why */
	Str shown;                       /* the request as messages and landings may show it */
};

/* The whole answer, and what it means: OK, END, or what is for the list.  FAIL is ERR_SOURCE; what did not come right
 * in all tries is ERR_TEMPORARY, as is a pause longer than may be waited, for limits too; what the database of limits
 * does is ERR_DATABASE. */
bool asker_send(struct asker *c, struct arena *a, const struct ask *ask, struct answer *answer, enum action *action,
	struct err *e) __attribute__((warn_unused_result));

/* Asks the system, once in a run, what its key may do; fine if it does not declare what is needed (grants.h). */
bool asker_granted(struct asker *c, struct err *e) __attribute__((warn_unused_result));

const struct endpoint *asker_endpoint(const struct asker *c);

/* For what is too long to be held (download.h): one try of the request, in turn and with who asks, up to its head; then
 * its body, and the end of its turn. */
bool asker_begin(struct asker *c, struct arena *a, const struct ask *ask, struct http_head *head, struct err *e)
	__attribute__((warn_unused_result));
bool asker_body(struct asker *c, Str *bytes, struct err *e) __attribute__((warn_unused_result));
bool asker_end(struct asker *c, struct err *e) __attribute__((warn_unused_result));

/* Why the system refuses, in its own words, for a message (reason.h): without what was secret in the request, and
 * without what else of it is.  It lives until the next request. */
const char *asker_reason(struct asker *c, const struct ask *ask, const struct answer *answer, Str also);

#endif
