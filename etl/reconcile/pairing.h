/*
 * Which lines of two lists are one fact told twice: payouts and bank lines, which share no key.  In this order, each
 * stage sees only what the earlier ones left:
 *
 *     reference   lines that share a reference; together they come to the same amount on both sides
 *     group       lines of one declared group on both sides, the same
 *     text        a reference of one side stands in the other's text, the same, one line at least alone on its side
 *     different   two lines, one a side, that share a reference which no other line has; their amounts differ
 *     amount      amount, currency and window of days, where neither side has another candidate; lines of one declared
 *                 group are one
 *
 * Currency is a gate throughout.  Each line is used once.  What is ambiguous is never paired.  The result depends on
 * the lines alone, not on their order.
 */
#ifndef RECONCILE_PAIRING_H
#define RECONCILE_PAIRING_H

#include "base/calendar.h"

enum pairing_stage { STAGE_NONE, STAGE_CONFIRMED, STAGE_REFERENCE, STAGE_GROUP, STAGE_TEXT, STAGE_DIFFERENT,
		     STAGE_AMOUNT };

struct pairing_line {
	int64_t amount;                  /* in the caller's units */
	uint32_t currency;               /* the caller's number of it */
	date day;                        /* DATE_NONE: not known; such a line is paired by reference or group alone */
	const Str *references;           /* plain (references.h) */
	uint32_t reference_count;
	Str text;                        /* in which references of the other side may stand */
	uint64_t group;                  /* 0: none */
	uint32_t match;                  /* number of its match, from 1; one that stands already comes in; 0: none */
	bool contested;                  /* on its own, beside a match by amount that stands and that it makes ambiguous */
};

struct pairing_list {
	struct pairing_line *lines;
	size_t count;
};

struct pairing_match {
	enum pairing_stage stage;
	bool standing;                   /* from an earlier night */
	uint32_t alternatives;           /* other lines of the same amount and currency in the window, either side */
	uint32_t lines[2];               /* how many of each list */
};

/* Days after that of the first list's line, in which the second's may lie. */
struct pairing_window {
	int from, to;
	bool business;                   /* counted on the calendar's open days */
	const struct calendar *calendar;
};

struct pairing {
	struct pairing_list lists[2];
	struct pairing_window window;
	struct pairing_match *matches;   /* matches[n] has number n + 1; made by match_new alone */
	size_t match_count;
};

/* A new match, without lines yet; its number.  Those that stand already are made before pair_lines(). */
uint32_t match_new(struct arena *a, struct pairing *p, enum pairing_stage stage);

/* Pairs what has no match yet; fills contested, and of all matches alternatives and lines. */
void pair_lines(struct arena *a, struct pairing *p);

/* The first and the last day for the second list's line. */
date window_from(const struct pairing_window *w, date day);
date window_to(const struct pairing_window *w, date day);

#endif
