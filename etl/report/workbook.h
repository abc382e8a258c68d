/*
 * A workbook as Excel and LibreOffice read it (ECMA-376, SpreadsheetML): a zip of XML parts.  This is the package: its
 * styles, its list of sheets, what each is called.  What stands in the cells is put by sheet.h, a row at a time, so
 * that a workbook of any length is written in bounded memory.
 */
#ifndef REPORT_WORKBOOK_H
#define REPORT_WORKBOOK_H

#include "report/model.h"
#include "report/zip.h"

/* Styles of cells, by their places among the cellXfs; of an amount as many follow as it may have digits behind the
 * point, from none. */
enum style { STYLE_PLAIN, STYLE_TITLE, STYLE_BOLD, STYLE_TEXT, STYLE_PROSE, STYLE_EXACT, STYLE_NUMBER, STYLE_DATE,
	STYLE_MOMENT, STYLE_AMOUNT };

enum { AMOUNT_DIGITS = 15 };

struct workbook {
	struct arena *a;
	struct zip *zip;
	const struct locale *locale;
	struct zone *zone;
	struct workbook_sheet *sheets;
	size_t sheet_count;
};

/* filter: "$A$1:$C$20", empty as long as the sheet is being written. */
struct workbook_sheet {
	Str name, filter;
};

/* Begins it.  locale: how dates are shown; zone: in which moments are. */
struct workbook *workbook_new(struct arena *a, struct output *out, const struct locale *locale, struct zone *zone);

/* The next sheet's part is begun; what is put into the zip now is in it.  The name becomes one that a workbook may
 * have: 31 characters of UTF-16, none of []:*?/\, another than the others'.  It lives until the next is begun. */
struct workbook_sheet *workbook_sheet(struct workbook *w, Str name);

/* The list of its sheets, and the zip's end; ERR_INTERNAL if it has become too large for one. */
bool workbook_end(struct workbook *w, struct err *e) __attribute__((warn_unused_result));

/* Text between tags or in quotes: a character that XML cannot hold, or that would read as the escape of one, as _xHHHH_
 * (ECMA-376 part 1, 22.9.2.19). */
void workbook_text(struct buf *b, Str s);

/* The first of the text, as many characters of UTF-16 as there may be, and how many it has. */
Str workbook_head(Str s, size_t most);
size_t workbook_length(Str s);

#endif
