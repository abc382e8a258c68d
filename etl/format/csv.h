/*
 * CSV and TSV (RFC 4180 and the dialects that systems write).  Fields borrow from the window; only one with doubled
 * quotes or escapes is copied.  What is wrong with one record is its fault; what makes the rest unreadable, a quote
 * that never closes, is an error with the line of the opening quote.
 *
 * Empty lines carry nothing and are skipped.  A quote that does not open a field is an ordinary character.  A line
 * ends with LF or CRLF, or with a lone CR if the dialect says so.
 */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "format/found.h"
#include "format/need.h"
#include "format/window.h"

/* No field is longer. */
enum { CSV_FIELD_LIMIT = 16 << 20 };

struct csv_dialect {
	char delimiter;
	char quote;                  /* 0: none */
	char escape;                 /* 0: a quote inside quotes is doubled */
	char newline;                /* '\n' (CRLF too) or '\r' */
	bool header;                 /* the first row names the columns */
	struct texts names;          /* of the columns if no row does; may be empty */
	uint64_t skip;               /* lines before the header */
	char refused;                /* a byte that makes a field an error of a workbook; 0: none does */
	Str comment;                 /* records that begin with it are skipped; empty for none */
	uint32_t trailer_rows;       /* the last rows that are no records */
	Str trailer_starts;          /* what the first trailer row begins with, if that is known */
	Str header_tag, record_tag;  /* of files whose rows begin with what they are: the first field of those that name
	                              * the columns, and of records; empty: of no such file */
	struct texts carried;        /* columns in which an empty field of a record has what the first record has */
};

/* A row outside of the records. */
struct csv_row {
	uint64_t line;
	const Str *fields;
	size_t count;
};

struct csv;

/* Columns are asked for by name (blanks trimmed and collapsed) or as #n; with none, all columns are given.  A column
 * that the header lacks is CELL_MISSING, unless it is needed; one that it has twice is an error if it is asked for. */
struct csv *csv_new(struct arena *a, const struct csv_dialect *dialect, struct window *window,
		    const struct path *wanted, size_t count);

/* Before the first records: what a column of that name holds, which no row has; both are copied.  Until it is told
 * anew. */
void csv_tell(struct csv *c, Str name, Str value);

/* Before the first records: a file in which no column meets one of the needs is ERR_FORMAT, with all that lack and the
 * columns that there are. */
void csv_require(struct csv *c, const struct need *needs, size_t count);

/* The same before there is a file, of one need: what a dialect can never meet whose columns are declared, or have no
 * names.  A header that stands in the files may name anything. */
bool csv_check(struct arena *a, const struct csv_dialect *dialect, const struct path *wanted, size_t count,
	       const struct need *need, struct err *e) __attribute__((warn_unused_result));

/* The next records; none at the end.  Unescaped text is kept in batch.  Errors: ERR_FORMAT with the line;
 * ERR_INCOMPLETE if a declared trailer is not there. */
bool csv_next(struct csv *c, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* The columns' names, once the first records were asked for; none in a file without header or names. */
const struct texts *csv_columns(const struct csv *c);

/* Those of them that no wanted path reads; none if all columns were asked for. */
const struct texts *csv_unread(const struct csv *c);

/* Of a file with tags: the row before which the records ended that were given last, neither header nor record; NULL at
 * the end of the file.  Borrowed until the next records are asked for, which stand behind it. */
const struct csv_row *csv_other(const struct csv *c);

/* The trailer's rows, once the end was reached. */
const struct csv_row *csv_trailer(const struct csv *c, size_t *count);

#endif
