/* The rows of a position's lists, one an amount, in the temporary table close_row. */
#ifndef RECONCILE_CLOSE_ROWS_H
#define RECONCILE_CLOSE_ROWS_H

#include "reconcile/input.h"
#include "reconcile/position.h"

struct close_rows {
	const struct position *position;
	Str company;                     /* whose rows count, where the position is of several */
	Str zone;                        /* whose days are those of the month, by its name */
	date first, last;
};

/* All lists, as the inputs have them. */
bool close_rows_fill(struct arena *a, struct pg *pg, const struct close_rows *rows, const struct inputs *inputs,
	struct err *e) __attribute__((warn_unused_result));

/* The movements of before the month alone, as they stood when the month before was closed. */
bool close_rows_before(struct arena *a, struct pg *pg, const struct close_rows *rows, const struct inputs *inputs,
	struct err *e) __attribute__((warn_unused_result));

#endif
