/* The writers that walk the model.  Each fills an output; the long lists come from the database as they are written. */
#ifndef REPORT_WRITERS_H
#define REPORT_WRITERS_H

#include "report/model.h"
#include "report/output.h"

bool json_write(struct arena *a, struct pg *pg, const struct report *report, struct output *out, struct err *e)
	__attribute__((warn_unused_result));

/* The discrepancies of one rule, then those that are gone; RFC 4180 with the settings' separator and decimal mark. */
bool csv_write(struct arena *a, struct pg *pg, const struct report *report, const struct rule_report *r,
	struct output *out, struct err *e) __attribute__((warn_unused_result));

/* The whole report as a workbook for spreadsheets. */
bool workbook_write(struct arena *a, struct pg *pg, const struct report *report, struct output *out, struct err *e)
	__attribute__((warn_unused_result));

/* One CSV cell: quoted where it must be, and no spreadsheet takes it for a formula. */
void csv_cell(struct buf *b, Str s, char separator);

void html_index(struct arena *a, const struct report *report, struct buf *b);
void html_rule(struct arena *a, const struct report *report, const struct rule_report *r, struct buf *b);

/* "r-ord": what a rule's files are called. */
Str rule_slug(struct arena *a, const struct rule_report *r);

#endif
