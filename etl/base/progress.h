/*
 * Progress of one long step.  On a terminal one line that is drawn again, ten times a second at most, with a bar when
 * the total is known; in a pipe nothing until progress_end, which prints the step's plain line.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include "base/text.h"

struct progress;

/* unit: "rows", "bytes"; total 0 if unknown. */
struct progress *progress_begin(struct arena *a, const char *label, const char *unit, uint64_t total);
void progress_at(struct progress *p, uint64_t done);
/* Removes the bar; prints line unless it is NULL. */
void progress_end(struct progress *p, const char *line);

#endif
