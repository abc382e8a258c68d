/*
 * A table on a sheet of a workbook, cell by cell and row by row: real numbers and dates, a header that stays where it
 * is and has a filter, columns as wide as what they hold.  It is walked twice: what is put before sheet_open is only
 * measured, since a sheet says how wide its columns are before its first row.  What no longer fits on a sheet goes on
 * in a further one, "… (2)".  Nothing here fails: workbook_end tells.
 *
 * 1. No text is a formula: texts stand in their cells as texts, formatted as text, so that they stay so when a person
 *    edits them.
 * 2. A number of more than 15 significant digits, which no spreadsheet holds, stands exact as text, and says so.
 */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "report/workbook.h"

struct sheet;

/* fixed: columns that stay where they are, from the left.  The name is cut and changed as a workbook wants it. */
struct sheet *sheet_new(struct workbook *w, Str name, size_t fixed);

/* From here on what is put is written, no more measured. */
void sheet_open(struct sheet *s);
void sheet_end(struct sheet *s);

/* The row of titles, above the table's rows; it is borrowed until the sheet ends.  Rows that were put before it stand
 * above, and are no part of the table. */
void sheet_titles(struct sheet *s, const struct texts *titles);

/* Cells of a row, from the left; nothing is an empty one, and so is an empty text, DATE_NONE or INSTANT_NONE. */
void sheet_nothing(struct sheet *s);
void sheet_text(struct sheet *s, Str letters);
void sheet_bold(struct sheet *s, Str letters);
/* Over several lines where it is long. */
void sheet_prose(struct sheet *s, Str letters);
/* With as many digits behind the point as the currency has; more if there are more. */
void sheet_amount(struct sheet *s, struct decimal d, Str currency);
void sheet_count(struct sheet *s, int64_t n);
/* A number that is a name: without marks between its digits. */
void sheet_number(struct sheet *s, int64_t n);
void sheet_date(struct sheet *s, date d);
/* As the clock shows it in the report's zone, to the second. */
void sheet_moment(struct sheet *s, instant t);
void sheet_row_end(struct sheet *s);

#endif
