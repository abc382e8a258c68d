/*
 * A list that is read over HTTP: [extract.SYSTEM.NAME.source] kind = "http".  It is asked for in slices (fetch.h): for
 * each of the values that it fans out over (fan.h), those of its window (slice.h), and of each slice one page after the
 * other (page.h).  Each answer is a part of the landing, in that order, with its request (without secrets), status and
 * the headers that matter; the landing is sealed only when paging has proven of each slice that its last page was the
 * last.
 *
 * Or it has a report made, and the file of it is the part: report.h.
 *
 * Texts may name the slice's edges {from} and {to}, the value {over}, {business_date}, and the words of paging.
 */
#ifndef EXTRACT_WEB_H
#define EXTRACT_WEB_H

#include "extract/extract.h"
#include "extract/fan.h"
#include "extract/report.h"
#include "extract/request.h"
#include "extract/slice.h"

/* What changes without the system saying so is read again as long as it is open: from its oldest row on. */
struct still_open {
	bool is_given;
	struct conditions where;
	int at;                      /* the field of the extract's entity by which the window counts */
};

struct open_text {
	const struct node *where;
	Str at;
};

struct web_text {
	struct request_text request;
	const struct node *on, *page, *limit, *report;
	int parallel;
	struct duration keep;
	struct open_text open;
	struct window_text window;
	struct fan_text fan;
};

extern const struct key web_keys[];
extern const size_t web_key_count;

struct web {
	struct request request;
	struct rules_on rules;
	struct paces paces;          /* of this list, beside those of its system */
	struct page page;
	int parallel;                /* so many slices at once */
	struct duration keep;        /* how long those that are whole count for a run that takes it up */
	struct vendor_report report;        /* in place of request and page */
	struct path items;           /* where an answer's records are: the rows of its format */
	struct time_window window;
	struct fan fan;
	struct still_open open;
};

/* What an extract may refer to. */
struct web_scene {
	struct zone *zone;           /* its own */
	const struct entities *entities;
	const struct entity *entity; /* of its records; NULL: a mistake that is already noted */
	Str rows;                    /* as its format says; empty if the whole answer is one record */
};

/* Every mistake is noted. */
bool web_read(struct arena *a, const struct node *source, const struct web_text *t, const struct web_scene *scene,
	struct web *web, struct mistakes *m);

void web_describe(struct buf *b);

/* The first request, as it may be shown. */
Str web_request(struct arena *a, const struct extract *x, const struct land_options *o);

/* The first page or report alone, for a look: nothing is proven, nothing is landed. */
struct web_seen {
	Str request;                 /* as it may be shown */
	Str body;                    /* of a page, */
	const char *file;            /* or the file of a report, NULL if there is none; it goes with the arena */
};
bool web_look(struct arena *a, const struct extract *x, const struct land_options *o, struct web_seen *seen,
	struct err *e) __attribute__((warn_unused_result));

/* As extract_land. */
bool web_land(struct arena *a, const struct extract *x, const struct land_options *o, struct landing **l, struct err *e)
	__attribute__((warn_unused_result));

#endif
