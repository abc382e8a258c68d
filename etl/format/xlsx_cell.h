/*
 * What a cell of a workbook says: by its type, and of a number by its style.
 */
#ifndef FORMAT_XLSX_CELL_H
#define FORMAT_XLSX_CELL_H

#include "base/buf.h"
#include "format/tree.h"

enum xlsx_shown { XLSX_NUMBER, XLSX_DATE, XLSX_TIME, XLSX_MOMENT };

/* How a number format shows numbers: by its id if it is built in (ECMA-376 18.8.30), else by its code. */
enum xlsx_shown xlsx_shown_by_id(uint64_t id);
enum xlsx_shown xlsx_shown_by_code(Str code);

/* 46111.1875 as 2026-03-30T04:30:00; false if it is no such number. */
bool xlsx_date(struct arena *a, struct buf *b, Str number, enum xlsx_shown shown, bool is_1904);

/* The column of a reference such as AB12, from 1; 0 if it is none. */
size_t xlsx_column(Str reference);

/* All text of a shared or inline string: t, and that of each r, without what tells how it sounds. */
void xlsx_text(struct buf *b, const struct tree *string);

/* The first child of that name. */
const struct tree *xlsx_child(const struct tree *t, const char *name);

/* An attribute's text; empty if there is none. */
Str xlsx_attribute(const struct tree *t, const char *name);

#endif
