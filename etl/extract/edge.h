/*
 * How the edges of a window are written, and which instants can be written at all: "2026-03-31" knows no hours, and
 * "2026-10-25 02:30:00" in Berlin is two moments.  An edge is an instant whose text means no other; where one window
 * ends the next begins, with the same text, so that nothing lies between them or in both.
 */
#ifndef EXTRACT_EDGE_H
#define EXTRACT_EDGE_H

#include "base/zone.h"
#include "config/mistakes.h"

enum edge_kind { EDGE_RFC3339, EDGE_EPOCH_S, EDGE_EPOCH_MS, EDGE_PATTERN };

struct edge_form {
	int kind;                    /* enum edge_kind */
	Str pattern;                 /* PATTERN: %Y %m %d %H %M %S %L %f %z %F %T %% */
	struct zone *zone;           /* that its clock stands in */
	int64_t grain;               /* microseconds that its last digit counts; DAY at most */
	bool has_offset;             /* each instant has a text of its own */
};

/* fmt: "rfc3339", "epoch_s", "epoch_ms" or a pattern, which has at least year, month and day. */
bool edge_form_read(struct arena *a, const struct node *n, Str fmt, struct zone *zone, struct edge_form *form,
	struct mistakes *m);

/* The newest edge that is not after t; where a clock is put back, one before that. */
instant edge_at(const struct edge_form *form, instant t);

/* Of an edge, or of what lies one grain before it. */
Str edge_text(struct arena *a, const struct edge_form *form, instant edge, bool grain_before);

#endif
