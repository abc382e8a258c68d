/* What people read for what is stored as a word: one title for one thing, on the pages and in the workbook. */
#ifndef REPORT_TITLES_H
#define REPORT_TITLES_H

#include "report/model.h"

/* "came back"; NULL for a discrepancy that goes on as it was. */
const char *event_title(Str event);

/* How an input was read: "late: nothing was there". */
const char *input_title(Str status);
/* Where the moment that an input is of comes from: "by its newest updated_at". */
Str as_of_title(struct arena *a, Str source);

/* A line of recon.standing; listed: of the list below it. */
const char *standing_title(Str line, bool listed);
/* The columns of a sum: its whole by its title, its parts by theirs if there is one term. */
Str whole_title(const struct rule_report *r);
Str parts_title(const struct rule_report *r);

/* A line of recon.line: a declared one by its title, another by what it is of. */
Str line_title(struct arena *a, const struct line_total *l);

/* A line of recon.hop_line, and the ages that begin with so many days. */
const char *hop_line_title(Str line);
const char *hop_days_title(int64_t days);

/* Of a kind of stock at risk: "May be sold and is not there". */
const char *risk_title(Str kind);

/* One of the two lists of a match rule, by the title of its side. */
Str list_title(struct arena *a, const struct report *report, const struct rule_report *r, size_t list);

/* The company by its title. */
Str company_title(const struct report *report, Str name);

#endif
