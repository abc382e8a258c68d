/*
 * A waterfall: how amounts of one currency come one after another to what stands at the end.  A bar below each line's
 * words, so that it is as readable on a narrow screen; each begins where the one before it ended.
 */
#ifndef REPORT_WATERFALL_H
#define REPORT_WATERFALL_H

#include "report/html.h"

struct waterfall;

/* Lives in the page's arena.  The currency is '' where there is none. */
struct waterfall *waterfall_new(const struct page *p, Str currency);

/* An amount that is added, by the class of its bar; one of zero is left out. */
void waterfall_step(struct waterfall *w, Str title, const char *class, struct decimal amount);

/* Where it stands, from zero. */
void waterfall_sum(struct waterfall *w, Str title, struct decimal amount);

/* Whether anything was added. */
bool waterfall_has_steps(const struct waterfall *w);

void waterfall_draw(struct waterfall *w, Str caption);

#endif
