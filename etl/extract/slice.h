/*
 * What of time an extract asks for: [extract.SYSTEM.NAME.source] window = { … }.  A reach is cut into slices, one after
 * the other, each asked for on its own and halved where the system says that it is too much:
 *
 *	        ├── lookback ──┤                                  ├─ settle ─┤
 *	   from ├──────┬──────┬┴─────┬──────┬──────┬──────┬───┐ to           now, by the system's clock
 *	        └ edges, each the end of one slice and the begin of the next ┘
 *
 * Slices are half-open: an edge belongs to the slice that begins there.  A system that counts otherwise is asked for
 * edges one grain of their text earlier, so that its slices hold the same moments.
 */
#ifndef EXTRACT_SLICE_H
#define EXTRACT_SLICE_H

#include "config/keys.h"
#include "extract/edge.h"
#include "extract/words.h"
#include "net/answer.h"

/* Of a window as the system understands it: which of its ends belong to it. */
enum bounds { BOUNDS_FROM, BOUNDS_TO, BOUNDS_BOTH, BOUNDS_NONE };

/* As it is written. */
struct window_text {
	Str fmt, tz, from_param, to_param, high_water;
	int bounds;
	struct duration step, max, least, lookback, settle;
	bool open_ended;
	struct day since;
	struct duration full;
};

enum { WINDOW_KEYS = 14 };
extern const struct key window_keys[WINDOW_KEYS];

struct time_window {
	struct edge_form form;
	int bounds;                      /* enum bounds */
	int64_t step, least;             /* microseconds; a step of 0: all in one */
	int64_t lookback, settle;
	Str from_param, to_param;        /* of the query; NULL: only texts name {from} and {to} */
	bool open_ended;                 /* it is not asked for an end */
	Str high_water_said;             /* as written; NULL: the system does not say */
	struct answer_place high_water;  /* until when it knows everything */
	struct day since;
	struct duration full;            /* how often all of it is read all the same */
};

/* zone: of the extract.  Every mistake is noted at n, where the window stands. */
bool window_read(struct arena *a, const struct node *n, const struct window_text *t, struct zone *zone,
	struct time_window *w, struct mistakes *m);

struct span {
	instant from, to;
};

/* Both ends as edges, from earlier by the lookback. */
struct span window_reach(const struct time_window *w, instant from, instant to);

/* Where a slice ends that begins at an edge: after a step at most, which is width microseconds or the window's own (0),
 * and at the end of the reach at the latest. */
instant slice_end(const struct time_window *w, instant from, int64_t width, instant to);

/* Whether it can be cut in two, and where. */
bool slice_half(const struct time_window *w, const struct span *s, instant *middle);

/* {from} and {to}. */
void slice_words(struct arena *a, const struct time_window *w, const struct span *s, struct words *words);

/* As people read it. */
const char *slice_said(struct arena *a, const struct time_window *w, const struct span *s);

#endif
