/* What stands on the sheets of a report's workbook: each of these adds the sheets of its noun. */
#ifndef REPORT_WORKBOOK_TABLES_H
#define REPORT_WORKBOOK_TABLES_H

#include "report/sheet.h"

void workbook_overview(struct arena *a, struct workbook *w, const struct report *report);
/* What the report was made from, and how it is to be read. */
void workbook_about(struct arena *a, struct workbook *w, const struct report *report);

/* A sheet of all that was observed of the rule tonight and all that is gone; row by row out of the database. */
bool workbook_list(struct arena *a, struct workbook *w, struct pg *pg, const struct report *report,
	const struct rule_report *r, struct output *out, struct err *e) __attribute__((warn_unused_result));

/* What a sum consists of, and what a match rule holds together; no sheet for other rules. */
void workbook_sum(struct arena *a, struct workbook *w, const struct rule_report *r);
void workbook_match(struct arena *a, struct workbook *w, const struct report *report, const struct rule_report *r);

/* What stands at the hops of a chain. */
void workbook_chain(struct arena *a, struct workbook *w, const struct rule_report *r);

/* What moved between the moments of a bridge, each movement in a row; and stock at risk. */
void workbook_timing(struct arena *a, struct workbook *w, const struct rule_report *r);

/* What has arrived on a keyed rule's mirrors. */
void workbook_arrivals(struct arena *a, struct workbook *w, const struct report *report, const struct rule_report *r);

/* The inputs of all rules, each once: what was read, control totals, what could not be read, source files. */
void workbook_inputs(struct arena *a, struct workbook *w, const struct report *report);

/* A list of titles, from literals. */
struct texts workbook_titles(struct arena *a, const char *const *titles, size_t count);
#define TITLES(a, titles) workbook_titles((a), (titles), sizeof (titles) / sizeof *(titles))

#endif
