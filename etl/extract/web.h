/*
 * A list that is read over HTTP: [extract.SYSTEM.NAME.source] kind = "http".  Each answer is a part of the landing, in
 * the order in which they came, with its request (without secrets), status and the headers that matter; the landing is
 * sealed only when paging has proven that the last one was the last (page.h).
 *
 * Texts may name the window of the business date: {from} and {to}, the instants at which its day begins and ends in the
 * extract's zone, and {business_date}.
 */
#ifndef EXTRACT_WEB_H
#define EXTRACT_WEB_H

#include "extract/extract.h"
#include "extract/request.h"

/* How an instant is written. */
enum moment_form { MOMENT_RFC3339, MOMENT_EPOCH_S, MOMENT_EPOCH_MS };

struct window_span {
	int form;                    /* enum moment_form */
	struct duration lookback;    /* {from} lies so much earlier: what is late, or changed meanwhile */
};

struct web_text {
	struct request_text request;
	const struct node *on, *page, *limit;
	struct window_span window;
};

extern const struct key web_keys[];
extern const size_t web_key_count;

struct web {
	struct request request;
	struct rules_on rules;
	struct paces paces;          /* of this list, beside those of its system */
	struct page page;
	struct path items;           /* where an answer's records are: the rows of its format */
	struct window_span window;
};

/* Every mistake is noted.  rows: as the format of the extract says; empty if the whole answer is one record. */
bool web_read(struct arena *a, const struct node *source, const struct web_text *t, Str rows, struct web *web,
	struct mistakes *m);

void web_describe(struct buf *b);

/* The first request of a business date, as it may be shown. */
Str web_request(struct arena *a, const struct extract *x, date business_date);

/* The first page alone, for a look: nothing is proven, nothing is landed. */
bool web_look(struct arena *a, const struct extract *x, struct askers *askers, date business_date, Str *request,
	Str *body, struct err *e) __attribute__((warn_unused_result));

/* As extract_land. */
bool web_land(struct arena *a, const struct extract *x, const struct land_options *o, struct landing **l, struct err *e)
	__attribute__((warn_unused_result));

#endif
