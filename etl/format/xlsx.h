/*
 * A sheet of a workbook (ECMA-376, XLSX) as CSV: one row a row, with commas, quotes where they are needed, and CR for
 * an end, so that a line's number is that of the sheet's row; rows that are not there are empty lines.  The zip is read
 * twice: for what the workbook says of its sheets, texts and styles, then for the sheet, row by row.
 *
 * Numbers stay as they stand in the file, 0.30000000000000004 too: what is shown was rounded, and how is the map's to
 * say.  Where the style is a date's or a time's they become 2026-03-30, 2026-03-30T04:30:00 or 04:30:00.  Formulas give
 * the value that was kept with them.  Of merged cells the first has the value.  What is hidden is read.
 */
#ifndef FORMAT_XLSX_H
#define FORMAT_XLSX_H

#include "format/unpack.h"

/* Texts that cells share, kept in memory. */
enum { XLSX_TEXTS_LIMIT = 64 << 20 };

/* Before a cell that is an error such as #N/A; no cell can hold this byte. */
enum { XLSX_ERROR = 0x1A };

/* sheet: its name, or its number from 1; empty: the first.  ERR_FORMAT: no workbook, no such sheet, too much text. */
bool xlsx_open(struct arena *a, struct bytes *workbook, const struct unpack_limits *limits, Str sheet,
	       struct bytes **rows, struct err *e) __attribute__((warn_unused_result));

/* For bytes.c: the next rows as text; empty at the end. */
struct xlsx;
bool xlsx_next(struct xlsx *x, Str *chunk, struct err *e) __attribute__((warn_unused_result));

#endif
