/*
 * Cuts rows out of a window: fields as they stand there, still escaped.  Knows nothing of headers, columns or cells.
 */
#ifndef FORMAT_CSV_ROW_H
#define FORMAT_CSV_ROW_H

#include "format/csv.h"
#include "format/csv_scan.h"

struct csv_field {
	Str text;
	bool escaped;                /* doubled quotes or escapes are still in it */
};

enum { CSV_MOST_FIELDS = 1 << 14 };

struct csv_rows {
	struct csv_dialect dialect;
	struct window *window;
	struct scan scan;
	size_t at;                   /* in the window: where the next row begins */
	uint64_t line;               /* of that row */

	struct arena *arena;
	struct csv_field *fields;    /* of the row last cut */
	size_t room;
};

struct csv_cut {
	size_t start, end, next;     /* in the window: the row without its line end, and where the next one begins */
	uint64_t lines;              /* that it takes */
	size_t count;                /* of fields; past CSV_MOST_FIELDS they are only counted */
	const char *fault;
	bool is_open;                /* a quote has not closed */
	uint64_t open_line;          /* its line */
};

enum csv_seen { CSV_ROW, CSV_END, CSV_CUT };

void csv_rows_init(struct csv_rows *r, struct arena *a, const struct csv_dialect *dialect, struct window *window);

/* Cuts the next row, past empty lines and comments: CSV_CUT if the window ends within it. */
enum csv_seen csv_rows_next(struct csv_rows *r, struct csv_cut *cut);

/* Moves behind a row that was cut. */
static inline void csv_rows_pass(struct csv_rows *r, const struct csv_cut *cut)
{
	r->at = cut->next;
	r->line += cut->lines;
}

/* Goes back to a row that is still in the window. */
void csv_rows_return(struct csv_rows *r, uint64_t offset, uint64_t line);

/* After CSV_CUT: moves the window on. */
bool csv_rows_more(struct csv_rows *r, const struct csv_cut *cut, struct err *e) __attribute__((warn_unused_result));

/* The next row, whatever the window must do for it; *has is false at the end. */
bool csv_rows_read(struct csv_rows *r, struct csv_cut *cut, bool *has, struct err *e)
	__attribute__((warn_unused_result));

/* Passes lines, whatever stands in them. */
bool csv_rows_skip(struct csv_rows *r, uint64_t lines, struct err *e) __attribute__((warn_unused_result));

/* A field's text without doubled quotes and escapes, in the arena if there were any. */
Str csv_rows_text(const struct csv_rows *r, struct arena *a, const struct csv_field *field);

#endif
