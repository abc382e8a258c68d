/*
 * Paging: how the next page is asked for, and what proves that the last one was the last.  A list without a stop rule
 * is a mistake of the configuration, and each page is held against those before it: the same cursor or the same page
 * twice, a page past the last, a total that is not reached are all ERR_INCOMPLETE, never an end (promise 1).
 */
#ifndef EXTRACT_PAGE_H
#define EXTRACT_PAGE_H

#include "net/ask.h"

enum page_kind { PAGE_NONE, PAGE_LINK, PAGE_NEXT_URL, PAGE_CURSOR, PAGE_NUMBER, PAGE_OFFSET, PAGE_KEYSET };

/* A place in the answer, or in the last of its records ("last:id"). */
struct page_place {
	Str written;                 /* NULL: none */
	bool of_last;
	struct answer_place at;
};

/* Where the cursor, the page's number or the offset is put. */
enum slot_kind { SLOT_WORD, SLOT_QUERY, SLOT_BODY, SLOT_HEADER };

struct slot {
	int kind;                    /* enum slot_kind; WORD: only where a text names it in braces */
	Str name;                    /* QUERY, HEADER */
	struct path path;            /* BODY: names of members */
};

struct stop {
	bool short_page, empty_page;
	struct page_place field_true, field_false, field_missing, total, total_pages;
};

struct page {
	int kind;                    /* enum page_kind */
	Str rel;                     /* LINK: of the link that leads on (RFC 8288) */
	struct page_place from;      /* NEXT_URL, CURSOR, KEYSET: the field that the list is ordered by */
	struct page_place id;        /* KEYSET: what tells records apart that are alike in it */
	struct texts first;          /* KEYSET: what both are before the first page */
	struct slot to;              /* CURSOR, NUMBER, OFFSET, KEYSET */
	int start;                   /* NUMBER, OFFSET */
	Str size_param;              /* empty: the size is not asked for */
	int size;
	int most;                    /* pages; one more is no end but a fault */
	struct texts first_only;     /* parameters that a further page is asked for without */
	struct http_fields on_next;  /* and those that only a further page is asked for with, or with other values */
	struct stop stop;
	struct page_place total;     /* what the system says that there is; held against what came */
	bool total_is_first;         /* as the first page says it; else all that say it */
	bool empty_fails;            /* a page that was announced has records */
	bool behind;                 /* the page behind the last one is asked for too, and has none */
	struct page_place counted;   /* in the answer to a request of its own: how many there are; NULL: it is not asked */
	Str count_path;              /* of that request; NULL: that of the pages */
	struct http_fields count;    /* its parameters beside those of the pages, or in place of them */
	const int64_t *shrink;       /* smaller sizes, for a page that was too much */
	size_t shrink_count;
	int cap;                     /* as many records as the system lists at most; 0: any number */
	bool splits_at_cap;          /* then the window is split; else the list is incomplete */
	struct page_place state;     /* what the system calls the place where it is to be read on another day */
	struct slot resume;          /* and where it is told so */
};

/* [extract.SYSTEM.NAME.source] page = { … }; NULL: there are no pages (a report).  Every mistake is noted. */
bool page_read(struct arena *a, const struct node *table, struct page *page, struct mistakes *m);
void page_describe(struct buf *b);

struct pager;

/* resume: where an earlier reading ended, as the system called it; empty: at the first page. */
struct pager *pager_new(struct arena *a, const struct page *page, Str resume);

/* What is put into the request of the page that comes next. */
struct turn {
	bool is_further;             /* than the first page */
	const struct texts *first_only;
	const struct http_fields *on_next;
	Str address;                 /* where the system says that it is; NULL: it does not */
	Str word;                    /* what paging calls its value in braces; NULL: it has none */
	Str value;                   /* NULL: none yet */
	Str id;                      /* KEYSET: the other one, {after_id}; NULL: none */
	bool is_number;              /* JSON takes it as one */
	const struct slot *slot;
	Str size_param, size;        /* NULL: it is not asked for */
};
struct turn pager_turn(struct arena *a, const struct pager *p);

/* An answer: items is how many records it held, last the last of them (NULL: none). */
struct page_seen {
	const struct answer *answer;
	Str url;
	size_t items;
	struct digest content;       /* of its records: what else it says may differ each time it is asked */
	const struct tree *last;
};

/* Of an answer that came from url the records, which lie at items.  ERR_INCOMPLETE: it is no JSON. */
bool page_look(struct arena *a, const struct path *items, struct page_seen *seen, struct tree_rows *rows,
	struct err *e) __attribute__((warn_unused_result));

/* Whether it stopped there because the system lists no more than so many, and there may be more. */
bool pager_is_capped(const struct pager *p);

/* After an answer that a rule takes for the end of the list: holds what came against what the pages before it stated.
 * ERR_INCOMPLETE. */
bool pager_end(const struct pager *p, struct err *e) __attribute__((warn_unused_result));

/* Holds what came against what a request of its own says that there is.  ERR_INCOMPLETE. */
bool pager_count(struct arena *a, const struct pager *p, const struct answer *answer, struct err *e)
	__attribute__((warn_unused_result));

/* The same page again, of fewer records; false if it cannot be made smaller. */
bool pager_shrink(struct pager *p);

/* After each answer; *more is false behind the page that is proven to be the last.  ERR_INCOMPLETE, ERR_SOURCE. */
bool pager_take(struct arena *a, struct pager *p, const struct page_seen *seen, bool *more, struct err *e)
	__attribute__((warn_unused_result));

#endif
