/*
 * How far one reading of an extract goes: a business date's day, or, of an incremental extract, from where the newest
 * snapshot had read to the end of the day.  Neither goes beyond what the system can know by now: its own clock less
 * what is still to settle, and what it says of itself.  A day must be reached whole, or it is incomplete; an
 * incremental reading ends where it must, and the next one goes on there.
 */
#ifndef EXTRACT_REACH_H
#define EXTRACT_REACH_H

#include "extract/extract.h"
#include "extract/web.h"

struct reach {
	const struct web *web;
	const struct time_window *window;
	struct span span;            /* its end moves earlier with what answers say */
	instant wanted;              /* where it was to end */
	instant behind;              /* the cursor before; INSTANT_NONE: none */
	bool is_incremental, in_full, has_clock;
	const char *why;             /* it ends before that; NULL if it does not */
	Str resume, state;           /* of a list that is read on from what the system calls its place: before, and now */
};

/* ERR_CONFIG if the cursor before is none of this kind. */
bool reach_begin(struct arena *a, const struct extract *x, const struct land_options *o, struct reach *r,
	struct err *e) __attribute__((warn_unused_result));

/* What an answer says of the system's clock and knowledge.  ERR_INCOMPLETE if it should, and does not. */
bool reach_heed(struct arena *a, struct reach *r, const struct answer *answer, struct err *e)
	__attribute__((warn_unused_result));

/* It goes no further than t.  why: as a sentence. */
void reach_hold(struct arena *a, struct reach *r, instant t, const char *why);

/* Writes the cursor into the landing.  ERR_INCOMPLETE for a day that was not reached whole. */
bool reach_close(struct arena *a, const struct reach *r, struct landing *l, struct err *e)
	__attribute__((warn_unused_result));

#endif
