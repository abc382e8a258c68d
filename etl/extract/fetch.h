/*
 * The slices of a list on their way into a landing.  They are handed out piece by piece, a piece being a step of the
 * window for one of the values that the list fans out over; each is asked for, cut smaller where it is too much, and
 * its parts stand in the landing in the order of the pieces, in whatever order they came:
 *
 *	pieces ─▶ asked for, `parallel` at once, in a thread and over a connection each ─▶ parts ─▶ landing
 *
 * The first piece that fails ends the list: those that are under way still come to their end, and what is whole of the
 * list is kept for the next run (kept.h).
 */
#ifndef EXTRACT_FETCH_H
#define EXTRACT_FETCH_H

#include "extract/kept.h"
#include "extract/landing_write.h"
#include "extract/met.h"
#include "extract/reach.h"

#include "base/progress.h"

#include <pthread.h>

struct piece {
	Str over;                    /* NULL: there are no values */
	struct span span;
	bool is_first;               /* of its value */
	struct landing_part *parts;  /* what came of it, once it is whole */
	size_t part_count;
	struct texts skipped;
	struct landing_step *steps;
	size_t step_count;
};

struct fetch {
	struct arena *a;
	const struct extract *x;
	const struct web *web;
	const struct land_options *o;
	struct asker *asker;
	struct reporting reporting;

	pthread_mutex_t lock;        /* guards what follows, the arena too: one thread alone has no use for it */
	struct words words;          /* of all slices */
	struct reach reach;
	struct landing_draft *draft; /* of what comes; each piece takes its parts out of it */
	struct landing *landing;
	struct kept *kept;           /* NULL: nothing is */
	struct met met;              /* records of whole slices, by their place in this list */
	const char **met_said;
	size_t met_count;
	bool has_doubles;            /* what was kept may be as wrong as what came now */
	struct waits waits;          /* for limits, in all */
	struct progress *progress;
	uint64_t pages;
	struct texts values;
	size_t next_value;
	instant next_from;
	struct piece **pieces;
	size_t piece_count;
	bool has_failed;
};

/* What came of asking for one slice. */
enum outcome { SLICE_WHOLE, SLICE_TOO_MUCH, SLICE_LEFT_OUT, SLICE_AGAIN };

/* Whoever asks: a thread with a connection of its own. */
struct hand {
	struct fetch *f;
	struct asker *asker;
	struct arena *memory;        /* of one slice */
	struct waits waits;
	pthread_t thread;
	bool is_running;
	size_t failed;               /* the piece that did, from 1 */
	struct err err;
};

/* One slice of a piece: what is whole stands in the piece.  ERR_INCOMPLETE, ERR_SOURCE, ERR_TEMPORARY. */
bool slice_fetch(struct hand *h, struct piece *p, const struct span *span, enum outcome *came, struct err *e)
	__attribute__((warn_unused_result));

/* The request that a slice begins with; words: of piece_words. */
bool slice_request(struct arena *a, struct fetch *f, const struct words *words, struct pager *pager, struct ask *ask,
	struct err *e) __attribute__((warn_unused_result));
struct words slice_words_of(struct arena *a, const struct fetch *f, Str over, const struct span *span);

/* All of them, into the landing and its draft. */
bool pieces_fetch(struct fetch *f, struct err *e) __attribute__((warn_unused_result));

#endif
