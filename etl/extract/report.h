/*
 * A source that asks a system for a report, waits until it is made, and lands the file: [extract.SYSTEM.NAME.source]
 * report = { … }.
 *
 *	 begin ─┬─ it was asked for before ──────────┐
 *	        ├─ find: one like it is there ───────┼▶ poll … done ─▶ document ─▶ download ─▶ a part of the landing
 *	        └─ create ───────────────────────────┘        └ empty: no part
 *
 * 1. What is created is written down before, and named afterwards (net/asked.h); it is forgotten when the landing that
 *    holds it is sealed.  Whoever comes after a kill goes on with it, or finds it in the system's own list; where
 *    neither is sure, the same key of ours goes with the same request.
 * 2. What a report tells is as old as the report, not as the moment of fetching it.
 * 3. Without `create` the system makes reports by itself, and all that its list holds are taken, each once.  What is
 *    still being made is left to the next reading: an incremental one goes no further than where that was asked for.
 *
 * 4. Where `until` says until when the system has what it reports, nothing later is asked for.
 *
 * Texts of a report may name {query}, {key} (of create), {report} and {document} (of what follows it), and the words of
 * web.h but those of paging.
 */
#ifndef EXTRACT_REPORT_H
#define EXTRACT_REPORT_H

#include "extract/extract.h"
#include "extract/page.h"
#include "extract/request.h"
#include "net/asked.h"

enum making_state { MAKING_RUNNING, MAKING_DONE, MAKING_EMPTY, MAKING_FAILED, MAKING_CANCELLED };

/* A place in an answer; written NULL: none. */
struct report_place {
	Str written;
	struct answer_place at;
};

/* What a report in the list must say to be the one that is wanted. */
struct report_same {
	struct report_place place;
	Str text;                    /* with words */
};

struct report_status {
	Str said;
	enum making_state state;
};

struct vendor_report {
	bool is_given, has_create, has_find, has_poll, has_document, has_until;
	struct request create, find, poll, document, until;
	Str query;                   /* NULL: none */
	struct report_place created_id;
	struct report_place until_at;       /* of the answer of until */
	struct path found;           /* the list's rows */
	struct page pages;           /* and its pages, without create */
	struct report_place found_id, found_status, found_at, found_document, found_more;
	struct report_same *same;
	size_t same_count;
	struct report_place status, made_at, document_id, count;     /* of the answers of poll */
	struct report_place url, packed, length;
	bool as_us;
	Str host;
	struct report_status *statuses;
	size_t status_count;
	struct duration every, timeout, reuse;
};

/* Every mistake is noted.  known: the words of its source. */
bool vendor_report_read(struct arena *a, const struct node *table, const struct texts *known, struct vendor_report *r,
	struct mistakes *m);

void vendor_report_describe(struct buf *b);

/* Whether nothing comes of it but by waiting, and how that is said. */
const char *vendor_report_said(struct arena *a, const struct vendor_report *r);

/* Reports that one landing is made of. */
struct reporting {
	struct arena *a;             /* as long as the landing */
	const struct extract *x;
	const struct vendor_report *report;
	struct asker *asker;
	struct pg *pg;               /* NULL: nothing is kept */
	struct landing *landing;     /* takes steps, as_of and what was skipped */
	struct landing_draft *draft; /* NULL: a look, whose file is left at *looked */
	const char **looked;
	const char *landings;        /* folder, for what is being fetched */
	const struct rules_on *rules;
	const struct paces *paces;
	struct waits *waits;
	date business_date;
	instant now, whole_at;       /* before the latter a report knows not all; INSTANT_NONE: not said */
	Str part;                    /* of the part that comes of it */
	bool is_incremental;
	instant unmade;              /* when the oldest report was asked for that is not made yet; INSTANT_NONE: none */
	struct asked_of *asked;      /* that are to be forgotten */
	size_t asked_count;
};

/* The first request, as it may be shown. */
bool vendor_report_ask(struct arena *a, const struct reporting *g, const struct words *words, struct ask *ask,
	struct err *e) __attribute__((warn_unused_result));

/* Until when there is something to report, asked first; INSTANT_NONE: the system is not asked.  ERR_INCOMPLETE if it
 * does not say. */
bool vendor_report_until(struct reporting *g, struct arena *memory, const struct words *words, instant *until,
	struct err *e) __attribute__((warn_unused_result));

/* One report: its file is the landing's next part, unless it is empty or *action says that it is not to be had as it
 * was asked for; then *answer is what said so.  *heed: the answer that says how much the system knows.  ERR_INCOMPLETE:
 * not done in time, or not whole; ERR_SOURCE: failed, cancelled, gone. */
bool vendor_report_fetch(struct reporting *g, struct arena *memory, const struct words *words, enum action *action,
	struct answer *answer, struct err *e) __attribute__((warn_unused_result));

/* Its landing is sealed. */
bool vendor_report_landed(struct reporting *g, struct err *e) __attribute__((warn_unused_result));

#endif
